using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance.Review;
using MlOps.Postgres.Locks;

namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>A statement of a migration, before a database was asked about its tables.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Sql">The statement.</param>
/// <param name="IsAlone">Whether it runs in no transaction.</param>
/// <param name="Lock">What it locks.</param>
/// <param name="Advice">How to do without a long lock.</param>
internal sealed partial record PlanStep(string Migration, string Sql, bool IsAlone, StatementLock Lock, string Advice)
{
    private const string UsualAdvice = "Migrate while few write";

    /// <summary>What the functions lock that it calls.</summary>
    public IReadOnlyList<StatementLock> Called { get; init; } = [];

    /// <summary>All that it locks.</summary>
    public IEnumerable<StatementLock> Locks => Called.Prepend(Lock);

    /// <summary>The steps of commands.</summary>
    /// <param name="migration">The migration that they belong to.</param>
    /// <param name="commands">The commands.</param>
    /// <param name="operations">What they were made from.</param>
    /// <param name="model">The model that they lead to.</param>
    public static IEnumerable<PlanStep> ListOf(
        string migration,
        IEnumerable<MigrationCommand> commands,
        IReadOnlyList<MigrationOperation> operations,
        IReadOnlyModel model)
    {
        var risks = MigrationReview.FindEach(operations, model).ToList();
        var harmless = operations.OfType<AlterColumnOperation>().Except(risks.Select(found => found.Operation)).ToList();
        return
            from command in commands
            from sql in SqlStatements.Split(command.CommandText)
            let found = StatementLocks.Find(sql, HarmlessChanges.MayBeVolatile)
            select new PlanStep(
                migration,
                sql,
                command.TransactionSuppressed,
                harmless.Exists(operation => Alters(operation, sql)) ? found with { IsLong = false } : found,
                risks.Find(risk => OperationNames.Concerns(risk.Operation, sql)).Risk?.Advice ?? UsualAdvice);
    }

    /// <summary>The table that it renames, and the new name; null if it renames none.</summary>
    public (string From, string To)? Rename => RenamedTable().Match(Sql) is { Success: true } match
        ? (match.Groups["from"].Value, $"{match.Groups["schema"].Value}{match.Groups["to"].Value}") : null;

    // Another statement about the same column may read all rows.
    private static bool Alters(MigrationOperation operation, string sql) =>
        operation is AlterColumnOperation { Name: var name } && OperationNames.Concerns(operation, sql)
        && StatementLocks.ActionsOf(sql) is [var only]
        && AlteredColumn().Match(only) is { Success: true } match
        && match.Groups["column"].Value.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal) == name;

    [GeneratedRegex(
        """^ALTER\s+(COLUMN\s+)?(?<column>"([^"]|"")+"|[\w$]+)\s""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex AlteredColumn();

    [GeneratedRegex(
        """^ALTER TABLE (?<from>(?<schema>("[^"]+"|\w+)\.)?("[^"]+"|\w+))\s+RENAME TO (?<to>.+)$""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex RenamedTable();
}
