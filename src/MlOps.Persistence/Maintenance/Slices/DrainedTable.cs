using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>One table of an aggregate that is drained, and the statements that copy its waiting rows and follow their changes.</summary>
/// <param name="table">The table.</param>
/// <param name="slices">Those that it has no partition of. Their rows are copied into partitions that are not attached yet.</param>
/// <param name="columns">The columns that can be written.</param>
internal sealed class DrainedTable(SlicedTable table, IReadOnlyList<Slice> slices, IReadOnlyList<string> columns)
{
    // No longer than what the names of partitions end with, for which the names of tables have room. Indexes are named after their
    // table: the rest has as many letters as "default".
    private const string ChangesSuffix = "changes";
    private const string RestSuffix = "waiting";
    private const string OldSuffix = "former";

    private const string Trigger = "mlops_drain";

    private readonly string _columns = string.Join(", ", columns);
    private readonly string _key = string.Join(", ", table.KeyColumns);

    public SlicedTable Table => table;

    public IReadOnlyList<Slice> Slices => slices;

    /// <summary>Has the keys of rows that were changed since they were copied.</summary>
    public string Changes { get; } = table.Partition(ChangesSuffix);

    /// <summary>Has the rows of other periods, and becomes the default partition.</summary>
    public string Rest { get; } = table.Partition(RestSuffix);

    /// <summary>What was the default partition.</summary>
    public string Old { get; } = table.Partition(OldSuffix);

    /// <summary>Creates the tables for the copies and for the changes, and the function that records a change.</summary>
    public IEnumerable<string> Prepare(string mark)
    {
        foreach (var slice in slices)
        {
            foreach (var statement in table.Create(slice))
                yield return statement;

            yield return $"COMMENT ON TABLE {table.Partition(slice.Suffix)} IS {mark}";
        }

        // With row security and no policy it is for the owner alone, whatever default privileges there are.
        yield return
            $"""
            CREATE TABLE {Changes} AS SELECT {_key} FROM {table.Default} WITH NO DATA;
            ALTER TABLE {Changes} ENABLE ROW LEVEL SECURITY;
            COMMENT ON TABLE {Changes} IS {mark};
            CREATE TABLE {Rest} (LIKE {table.Default} INCLUDING ALL EXCLUDING IDENTITY);
            COMMENT ON TABLE {Rest} IS {mark}
            """;
        yield return SliceSql.CopyStorageParameters(Rest, table.Default);
        yield return SliceSql.CopyRights(Rest, table.Default);
        foreach (var key in table.AddOuterKeys(Rest))
            yield return key;

        if (table.TimeColumn is not null)
            yield return DefaultCheck.DropUnlessValid(table, Rest);

        yield return CreateFunction();
        yield return $"REVOKE ALL ON FUNCTION {Changes}() FROM PUBLIC";
        yield return $"COMMENT ON FUNCTION {Changes}() IS {mark}";
    }

    // Also for rows of logical replication, which fire no ordinary trigger.
    public string Watch =>
        $"CREATE TRIGGER {Trigger} AFTER INSERT OR UPDATE OR DELETE ON {table.Default} FOR EACH ROW EXECUTE FUNCTION {Changes}(); " +
        $"ALTER TABLE {table.Default} ENABLE ALWAYS TRIGGER {Trigger}";

    /// <summary>
    /// Copies what waits, while others write. A row that refers to one that was not there yet when its table was copied is left to
    /// <see cref="Add"/>: both arrived later, so both are among the changes.
    /// </summary>
    public IEnumerable<string> Copy() => Targets().Select(target =>
        $"INSERT INTO {target.Name} ({_columns}) SELECT {Of("d", columns)} FROM {table.Default} d WHERE " +
        string.Join(" AND ", target.Slice is { } slice
            ? table.AlignedKeys.Select(key => key.IsSatisfied("d", slice.Suffix)).Prepend(target.Holds)
            : [target.Holds]));

    /// <summary>Deletes the copies of changed rows that are not there any more.</summary>
    public IEnumerable<string> Remove() => Targets().Select(target =>
        $"DELETE FROM {target.Name} t USING (SELECT DISTINCT {_key} FROM {Changes}) k WHERE {Equal("t", "k")} " +
        $"AND NOT EXISTS (SELECT 1 FROM {table.Default} d WHERE {Equal("d", "k")} AND {target.Holds})");

    /// <summary>Copies changed rows again. Each is looked up by itself, with or without statistics.</summary>
    public IEnumerable<string> Add() => Targets().Select(target =>
        $"INSERT INTO {target.Name} ({_columns}) SELECT {Of("d", columns)} FROM (SELECT DISTINCT {_key} FROM {Changes}) k " +
        $"CROSS JOIN LATERAL (SELECT * FROM {table.Default} d WHERE {Equal("d", "k")} AND {target.Holds} OFFSET 0) d " +
        $"ON CONFLICT ({_key}) DO {Update()}");

    public string Forget => $"DELETE FROM {Changes}";

    public IEnumerable<string> Analyze() => Targets().Select(target => $"ANALYZE {target.Name}");

    /// <summary>Takes the default partition out of the table, and puts the rest in its place. Its keys were dropped before.</summary>
    public IEnumerable<string> Replace(string mark) =>
    [
        $"ALTER TABLE {table.Name} DETACH PARTITION {table.Default}",
        $"ALTER TABLE {table.Default} RENAME TO {table.LocalName(OldSuffix)}",
        $"COMMENT ON TABLE {Old} IS {mark}",
        $"ALTER TABLE {Rest} RENAME TO {table.LocalName(SliceSql.DefaultSuffix)}",
        $"COMMENT ON TABLE {table.Default} IS NULL",
        .. slices.SelectMany(slice =>
            (IEnumerable<string>)[table.Attach(slice), $"COMMENT ON TABLE {table.Partition(slice.Suffix)} IS NULL"]),
        $"ALTER TABLE {table.Name} ATTACH PARTITION {table.Default} DEFAULT",
    ];

    /// <summary>Gives the indexes of the new default partition the names that they would have had from the beginning.</summary>
    public string RenameIndexes =>
        $"""
        DO $drain$
        DECLARE
            item record;
            former text := {SqlNames.Literal(table.BareName(RestSuffix))};
        BEGIN
            FOR item IN SELECT indexrelid::regclass AS name, relname::text AS own FROM pg_index JOIN pg_class ON oid = indexrelid
                WHERE indrelid = {SqlNames.Literal(table.Default)}::regclass AND starts_with(relname, former)
            LOOP
                EXECUTE format('ALTER INDEX %s RENAME TO %I', item.name,
                    {SqlNames.Literal(table.BareName(SliceSql.DefaultSuffix))} || substr(item.own, length(former) + 1));
            END LOOP;
        END $drain$
        """;

    // With the rights of its owner: a writer has none on the table of changes. That is named with its schema, so that no table of the
    // writer's session takes its place.
    private string CreateFunction()
    {
        var (key, before, now) = (SqlNames.EscapeFormat(_key), SqlNames.EscapeFormat(KeyOf("OLD")), SqlNames.EscapeFormat(KeyOf("NEW")));
        var create =
            $"""
            CREATE FUNCTION {SqlNames.EscapeFormat(Changes)}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, pg_temp AS $changes$
            BEGIN
                IF TG_OP <> 'INSERT' THEN
                    INSERT INTO %1$s ({key}) VALUES ({before});
                END IF;
                IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND ROW({now}) <> ROW({before}) THEN
                    INSERT INTO %1$s ({key}) VALUES ({now});
                END IF;
                RETURN NULL;
            END $changes$
            """;
        return
            $"""
            DO $drain$ BEGIN
                EXECUTE format({SqlNames.Literal(create)}, (
                    SELECT format('%I.%I', nspname, relname) FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                    WHERE pg_class.oid = {SqlNames.Literal(Changes)}::regclass));
            END $drain$
            """;
    }

    private IEnumerable<(string Name, Slice? Slice, string Holds)> Targets() => slices
        .Select(slice => (table.Partition(slice.Suffix), (Slice?)slice, table.Within(slice, "d")))
        .Append((Rest, null, slices.Count == 0
            ? "true"
            : $"NOT ({string.Join(" OR ", slices.Select(slice => table.Within(slice, "d")))})"));

    private string Update()
    {
        var others = columns.ExceptBy(table.KeyColumns.Select(Unquote), Unquote).Select(column => $"{column} = EXCLUDED.{column}").ToList();
        return others is [] ? "NOTHING" : $"UPDATE SET {string.Join(", ", others)}";
    }

    private string KeyOf(string row) => Of(row, table.KeyColumns);

    private string Equal(string one, string other) =>
        string.Join(" AND ", table.KeyColumns.Select(column => $"{one}.{column} = {other}.{column}"));

    // The server and EF quote what they think needs it.
    private static string Unquote(string name) => name.Trim('"');

    private static string Of(string row, IEnumerable<string> names) => string.Join(", ", names.Select(name => $"{row}.{name}"));
}
