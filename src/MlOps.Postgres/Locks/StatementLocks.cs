using System.Text.RegularExpressions;

namespace MlOps.Postgres.Locks;

/// <summary>Finds the lock of a statement by its text, without that of the functions that it calls.</summary>
internal static partial class StatementLocks
{
    private const string Name = """(?:(?:"(?:[^"]|"")+"|[\w$]+)(?:\.(?:"(?:[^"]|"")+"|[\w$]+))?|%[sI])""";
    private const string Table = $"(?:ONLY )?(?<table>{Name})";

    private const string Sources = "FROM|JOIN|USING";
    private const string Targets = "UPDATE|DELETE FROM|INSERT INTO|MERGE INTO";
    private const string Read = $"(.*?\\b({Sources}) {Table})";

    // The first that fits counts, of an ALTER TABLE for each of its actions.
    // A statement has its words one space apart, and no texts but those of names.
    private static readonly LockRule[] Rules =
    [
        new("CREATE (UNIQUE )?INDEX CONCURRENTLY (.*? )?ON " + Table, TableLock.ShareUpdateExclusive, IsLong: true),
        new($"CREATE (UNIQUE )?INDEX (.*? )?ON ONLY (?<table>{Name})", TableLock.Share),
        new("CREATE (UNIQUE )?INDEX (.*? )?ON " + Table, TableLock.Share, IsLong: true),
        new("DROP INDEX CONCURRENTLY ", TableLock.ShareUpdateExclusive),
        new("DROP INDEX (IF EXISTS )?" + Table, TableLock.AccessExclusive),
        new("CREATE TABLE .*? PARTITION OF " + Table, TableLock.AccessExclusive),
        new($"CREATE TABLE (?=.*? REFERENCES )(.*? REFERENCES (?<table>{Name}))+", TableLock.ShareRowExclusive),
        new("DROP TABLE (IF EXISTS )?" + Table + $"( ?, ?(?<table>{Name}))*", TableLock.AccessExclusive),
        new("TRUNCATE (TABLE )?" + Table + $"( ?, ?(?<table>{Name}))*", TableLock.AccessExclusive),
        new("LOCK (TABLE )?" + Table + " IN SHARE MODE", TableLock.Share),
        new("LOCK (TABLE )?" + Table, TableLock.AccessExclusive),
        Alter("VALIDATE CONSTRAINT ", TableLock.ShareUpdateExclusive, isLong: true),
        Alter($"ADD (CONSTRAINT {Name} )?FOREIGN KEY .*?REFERENCES (?<table>{Name}).* NOT VALID", TableLock.ShareRowExclusive),
        Alter($"ADD (CONSTRAINT {Name} )?FOREIGN KEY .*?REFERENCES (?<table>{Name})", TableLock.ShareRowExclusive, isLong: true),
        Alter($"ADD CONSTRAINT {Name} CHECK .* NOT VALID", TableLock.AccessExclusive),
        Alter($"ADD CONSTRAINT {Name} (UNIQUE|PRIMARY KEY) USING INDEX ", TableLock.AccessExclusive),
        Alter($"ADD (CONSTRAINT {Name} )?(CHECK|UNIQUE|PRIMARY KEY|EXCLUDE)\\b", TableLock.AccessExclusive, isLong: true),
        Alter($"ALTER (COLUMN )?{Name} (SET DATA )?TYPE ", TableLock.AccessExclusive, isLong: true),
        Alter($"ALTER (COLUMN )?(?<column>{Name}) SET NOT NULL", TableLock.AccessExclusive, isLong: true),
        Alter($"ADD (COLUMN )?(IF NOT EXISTS )?{Name} .*\\b(GENERATED|(small|big)?serial)\\b", TableLock.AccessExclusive, isLong: true),
        Alter($"ADD (COLUMN )?(IF NOT EXISTS )?{Name} .*\\bDEFAULT\\b(?<default>.*)", TableLock.AccessExclusive, isLong: true),
        Alter("SET (LOGGED|UNLOGGED|TABLESPACE|ACCESS METHOD)\\b", TableLock.AccessExclusive, isLong: true),
        Alter("(ATTACH PARTITION|(ALTER .* )?(SET|RESET) ?\\(|ALTER .* SET STATISTICS)", TableLock.ShareUpdateExclusive),
        Alter("", TableLock.AccessExclusive),
        new("(ALTER|CREATE) (OR REPLACE )?(CONSTRAINT )?TRIGGER .*? ON " + Table, TableLock.ShareRowExclusive),
        new($"DROP TRIGGER (IF EXISTS )?{Name} ON " + Table, TableLock.AccessExclusive),
        new($"(CREATE|ALTER|DROP) POLICY (IF EXISTS )?{Name} ON " + Table, TableLock.AccessExclusive),
        new("(CREATE|REFRESH) MATERIALIZED VIEW (?=.* (FROM|JOIN) )(.*? (FROM|JOIN) " + Table + ")+", TableLock.AccessShare, IsLong: true),
        new($"(UPDATE|DELETE FROM|MERGE INTO) {Table}{Read}*", TableLock.RowExclusive, IsLong: true),
        new($"INSERT INTO {Table}{Read}+", TableLock.RowExclusive, IsLong: true),
        new("INSERT INTO " + Table, TableLock.RowExclusive),
        new(
            $"WITH (?=.*\\b({Targets}) )(.*?\\b({Targets}|{Sources}) {Table})+",
            TableLock.RowExclusive,
            IsLong: true),
        new("(CLUSTER|VACUUM \\(?FULL\\)?|REINDEX TABLE|REINDEX INDEX) " + Table, TableLock.AccessExclusive, IsLong: true),
    ];

    /// <summary>Finds the lock of one statement.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="mayBeVolatile">Whether an expression may have another value in each row.</param>
    public static StatementLock Find(string sql, Func<string, bool> mayBeVolatile)
    {
        if (SqlStatements.FindBlock(sql) is { } block)
            return ListInBody(block, mayBeVolatile) is [_, ..] found ? Join(found) : StatementLock.None;

        var plain = Spaces().Replace(sql, " ").Trim();
        return Actions(plain) is (var head, [_, _, ..] actions)
            ? Join([.. actions.Select(action => FindOne($"{head} {action}", mayBeVolatile))])
            : FindOne(plain, mayBeVolatile);
    }

    /// <summary>
    /// Finds the locks of the statements in a block or a function, which runs some of them. A name that it puts together is that of a table
    /// which it looks for in the catalogue.
    /// </summary>
    public static IReadOnlyList<StatementLock> ListInBody(string body, Func<string, bool> mayBeVolatile)
    {
        var bare = NoSteps().Replace(Spaces().Replace(SqlStatements.LeaveOutComments(body), " "), "");
        var looked = Looked().Matches(bare).Select(found => found.Groups["name"].Value).ToList();
        return
        [
            .. Steps().Matches(bare).Select(step => Find(step.Value, mayBeVolatile)).Where(found => found.Mode != TableLock.None)
                .Select(found => found with
                {
                    Relations = [.. found.Relations.SelectMany(name => name is "%s" or "%I" ? looked : [name]).Distinct()],
                }),
        ];
    }

    /// <summary>The actions of an ALTER TABLE, such as ADD c int; none of another statement.</summary>
    public static IReadOnlyList<string> ActionsOf(string sql) => Actions(Spaces().Replace(sql, " ").Trim())?.All ?? [];

    // Each does its own, and all have the strongest lock.
    private static StatementLock Join(IReadOnlyList<StatementLock> found)
    {
        var isLong = found.Where(one => one.IsLong).ToList();
        return new StatementLock(
            found.Max(one => one.Mode),
            [.. found.SelectMany(one => one.Relations).Distinct()],
            isLong.Count > 0,
            isLong is [var only] ? only.Column : null);
    }

    private static (string Head, IReadOnlyList<string> All)? Actions(string plain)
    {
        if (AlterTable().Match(plain) is not { Success: true } head)
            return null;

        var (actions, begin, depth) = (new List<string>(), head.Length, 0);
        foreach (var part in ActionParts().EnumerateMatches(plain, head.Length))
        {
            depth += plain[part.Index] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth != 0 || plain[part.Index] != ',')
                continue;

            actions.Add(plain[begin..part.Index].Trim());
            begin = part.Index + 1;
        }

        return (head.Value.Trim(), [.. actions, plain[begin..].Trim()]);
    }

    private static StatementLock FindOne(string plain, Func<string, bool> mayBeVolatile)
    {
        foreach (var rule in Rules)
        {
            if (rule.Pattern.Match(plain) is not { Success: true } match)
                continue;

            var isConstant = match.Groups["default"] is { Success: true } value && !mayBeVolatile(value.Value);
            return new StatementLock(
                rule.Mode,
                [.. match.Groups["table"].Captures.Select(capture => capture.Value).Distinct()],
                rule.IsLong && !isConstant,
                match.Groups["column"] is { Success: true } column ? column.Value.Trim('"') : null);
        }

        return StatementLock.None;
    }

    private static LockRule Alter(string action, TableLock mode, bool isLong = false) =>
        new($"ALTER TABLE (IF EXISTS )?{Table} {action}", mode, isLong);

    [GeneratedRegex($"^ALTER TABLE (IF EXISTS )?{Table} ", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AlterTable();

    // A comma ends an action where the next one begins.
    [GeneratedRegex(
        """'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]|,(?= ?(ADD|ALTER|DROP|SET|RESET|VALIDATE|ENABLE|DISABLE|OWNER|NO|FORCE)\b)""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ActionParts();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(
        @"\b(ALTER TABLE|CREATE (UNIQUE )?INDEX|CREATE TABLE|DROP (TABLE|INDEX)|TRUNCATE|LOCK|UPDATE|DELETE FROM|MERGE INTO|INSERT INTO" +
        @"|(CREATE|DROP) (CONSTRAINT )?TRIGGER|(CREATE|ALTER|DROP) POLICY|CREATE MATERIALIZED VIEW|CLUSTER|REINDEX) [^;]*",
        RegexOptions.IgnoreCase)]
    private static partial Regex Steps();

    // Words of other statements, and messages.
    [GeneratedRegex(@"\bRAISE [^;]*|\bFOR (NO KEY )?UPDATE\b|\bDO UPDATE SET\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex NoSteps();

    [GeneratedRegex("'(?<name>[^']+)'::regclass")]
    private static partial Regex Looked();

    private sealed record LockRule(string Text, TableLock Mode, bool IsLong = false)
    {
        public Regex Pattern { get; } = new($"^{Text}", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture);
    }
}
