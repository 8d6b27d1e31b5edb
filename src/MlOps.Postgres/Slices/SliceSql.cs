using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Slices;

/// <summary>Statements that partitioned tables share, at migration and at run time.</summary>
internal static class SliceSql
{
    public const string DefaultSuffix = "default";

    /// <summary>The name of a table's partition: orders_2026_11.</summary>
    public static string PartitionOf(string table, string suffix) => $"{table}_{suffix}";

    /// <summary>
    /// Where rows go that no slice is made for yet. Its foreign keys refer to the whole partitioned table, so that a leaf's
    /// row finds its base row wherever that is; those of the slices refer to their sibling alone, which costs far less.
    /// </summary>
    public static IEnumerable<string> CreateDefault(
        CreateTableOperation table, string storage, IEnumerable<AddForeignKeyOperation> aligned, ISqlGenerationHelper sql)
    {
        var name = PartitionOf(table.Name, DefaultSuffix);
        var partition = sql.DelimitIdentifier(name, table.Schema);
        yield return $"CREATE TABLE {partition} PARTITION OF {sql.DelimitIdentifier(table.Name, table.Schema)} DEFAULT{storage};";
        foreach (var key in aligned)
        {
            yield return
                $"ALTER TABLE {partition} ADD CONSTRAINT {sql.DelimitIdentifier(key.Name)} FOREIGN KEY ({Columns(key.Columns, sql)}) " +
                $"REFERENCES {sql.DelimitIdentifier(key.PrincipalTable, key.PrincipalSchema)} ({Columns(key.PrincipalColumns!, sql)}) " +
                $"ON DELETE {OnDelete(key.OnDelete)};";
        }
    }

    public static string AddDefaultCheck(
        string table, string? schema, SliceSpec slice, PostgresFeaturesOptions features, ISqlGenerationHelper sql) =>
        $"ALTER TABLE {sql.DelimitIdentifier(PartitionOf(table, DefaultSuffix), schema)} ADD CONSTRAINT " +
        $"{sql.DelimitIdentifier(features.SliceCheck)} CHECK ({IsInPeriodOfId(slice, sql)});";

    /// <summary>
    /// What the default partition of a root demands of its rows: the id is of version 7, and of the period of the row's time. A row of
    /// another period could never be moved into the slice of its id, and would prevent that slice for all rows.
    /// </summary>
    public static string IsInPeriodOfId(SliceSpec slice, ISqlGenerationHelper sql)
    {
        var (id, time) = (sql.DelimitIdentifier(slice.Column), sql.DelimitIdentifier(slice.TimeColumn!));
        var period = slice.Interval == SliceInterval.Month ? "month" : "day";
        var made = $"to_timestamp({MillisecondsOf(id)} / 1000.0)";
        return
            $"substr({id}::text, 15, 1) = '7' AND date_trunc('{period}', {time} AT TIME ZONE 'UTC') = " +
            $"date_trunc('{period}', {made} AT TIME ZONE 'UTC')";
    }

    /// <summary>The time of an id of version 7, in milliseconds since 1970.</summary>
    public static string MillisecondsOf(string id) => $"('x' || left(replace({id}::text, '-', ''), 12))::bit(48)::bigint";

    /// <summary>
    /// Adds the keys of a table that has slices already, which only the database knows: from each slice to its sibling,
    /// as those have them that are made later, and from the default partition to the whole. The rows of the slices are not read
    /// here, where writers wait: maintenance validates the keys. The default partition, which maintenance keeps empty, is.
    /// </summary>
    public static string AddKey(AddForeignKeyOperation key, ISqlGenerationHelper sql)
    {
        var principal = sql.DelimitIdentifier(key.PrincipalTable, key.PrincipalSchema);
        var schema = key.PrincipalSchema is null ? "" : $"{sql.DelimitIdentifier(key.PrincipalSchema)}.";
        var constraint = SqlNames.EscapeFormat($"{sql.DelimitIdentifier(key.Name)} FOREIGN KEY ({Columns(key.Columns, sql)})");
        var columns = SqlNames.EscapeFormat(Columns(key.PrincipalColumns!, sql));
        return
            $"""
            DO $partitions$
            DECLARE
                slice record;
            BEGIN
                FOR slice IN SELECT oid::regclass AS name, substr(relname, {key.Table.Length + 1}) AS suffix
                    FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = {SqlNames.Literal(sql.DelimitIdentifier(key.Table, key.Schema))}::regclass
                LOOP
                    EXECUTE format(
                        {SqlNames.Literal($"ALTER TABLE %s ADD CONSTRAINT {constraint} REFERENCES %s ({columns}) ON DELETE {OnDelete(key.OnDelete)} %s")},
                        slice.name,
                        CASE slice.suffix WHEN '_{DefaultSuffix}' THEN {SqlNames.Literal(principal)} ELSE {SqlNames.Literal(schema)} || quote_ident({SqlNames.Literal(key.PrincipalTable)} || slice.suffix) END,
                        CASE slice.suffix WHEN '_{DefaultSuffix}' THEN '' ELSE 'NOT VALID' END);
                END LOOP;
            END $partitions$;
            """;
    }

    /// <summary>Drops a key wherever it is: on the slices themselves, or on the partitioned table.</summary>
    public static string DropKey(DropForeignKeyOperation key, ISqlGenerationHelper sql)
    {
        var (table, name) = (sql.DelimitIdentifier(key.Table, key.Schema), sql.DelimitIdentifier(key.Name));
        return
            $"""
            DO $partitions$
            DECLARE
                slice regclass;
            BEGIN
                ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {name};
                FOR slice IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = {SqlNames.Literal(table)}::regclass LOOP
                    EXECUTE format({SqlNames.Literal($"ALTER TABLE %s DROP CONSTRAINT IF EXISTS {SqlNames.EscapeFormat(name)}")}, slice);
                END LOOP;
            END $partitions$;
            """;
    }

    /// <summary>Gives a new partition what the default one has, which a DBA may have changed.</summary>
    public static string CopyStorageParameters(string partition, string defaultPartition) =>
        $"""
        DO $storage$
        DECLARE
            parameters text := (SELECT array_to_string(reloptions, ', ') FROM pg_class WHERE oid = {SqlNames.Literal(defaultPartition)}::regclass);
        BEGIN
            IF parameters <> '' THEN
                EXECUTE format({SqlNames.Literal($"ALTER TABLE {SqlNames.EscapeFormat(partition)} SET (%s)")}, parameters);
            END IF;
        END $storage$
        """;

    /// <summary>Gives a table the owner of the default partition, and all rights on that.</summary>
    public static string CopyRights(string table, string defaultPartition) =>
        $"""
        DO $rights$
        DECLARE
            entry record;
        BEGIN
            IF (SELECT relowner FROM pg_class WHERE oid = {SqlNames.Literal(table)}::regclass)
                <> (SELECT relowner FROM pg_class WHERE oid = {SqlNames.Literal(defaultPartition)}::regclass)
            THEN
                EXECUTE format({SqlNames.Literal($"ALTER TABLE {SqlNames.EscapeFormat(table)} OWNER TO %I")},
                    (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = {SqlNames.Literal(defaultPartition)}::regclass));
            END IF;
            FOR entry IN SELECT privilege_type, is_grantable, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS grantee
                FROM pg_class, aclexplode(relacl) WHERE pg_class.oid = {SqlNames.Literal(defaultPartition)}::regclass AND aclexplode.grantee <> relowner
            LOOP
                EXECUTE format({SqlNames.Literal($"GRANT %s ON {SqlNames.EscapeFormat(table)} TO %s %s")},
                    entry.privilege_type, entry.grantee, CASE WHEN entry.is_grantable THEN 'WITH GRANT OPTION' END);
            END LOOP;
        END $rights$
        """;

    /// <summary>A statement for each partition of a table that has slices already, which only the database knows.</summary>
    /// <param name="table">The table, quoted where it needs to be.</param>
    /// <param name="before">What comes before the partition's name.</param>
    /// <param name="after">What comes after it.</param>
    public static string OnEachPartition(string table, string before, string after) =>
        $"""
        DO $partitions$
        DECLARE
            slice regclass;
        BEGIN
            FOR slice IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = {SqlNames.Literal(table)}::regclass LOOP
                EXECUTE format({SqlNames.Literal($"{before} %s {SqlNames.EscapeFormat(after)}")}, slice);
            END LOOP;
        END $partitions$;
        """;

    public static string Columns(IEnumerable<string> columns, ISqlGenerationHelper sql) =>
        string.Join(", ", columns.Select(sql.DelimitIdentifier));

    public static string OnDelete(ReferentialAction action) => action switch
    {
        ReferentialAction.Cascade => "CASCADE",
        ReferentialAction.Restrict => "RESTRICT",
        ReferentialAction.SetNull => "SET NULL",
        ReferentialAction.SetDefault => "SET DEFAULT",
        _ => "NO ACTION",
    };
}
