using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres;
using MlOps.Postgres.Roles;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>One table of a sliced aggregate, and the statements that give it a partition.</summary>
internal sealed class SlicedTable(ITable table, IEntityType entityType, SliceSpec spec, ISqlGenerationHelper sql)
{
    public SliceSpec Spec => spec;

    public IEntityType EntityType => entityType;

    /// <summary>The tables outside of the aggregate that its foreign keys lead to.</summary>
    public IEnumerable<string> OuterPrincipals => table.ForeignKeyConstraints.Where(key => !IsAligned(key, spec.Root))
        .Select(key => sql.DelimitIdentifier(key.PrincipalTable.Name, key.PrincipalTable.Schema));

    public string Name => sql.DelimitIdentifier(table.Name, table.Schema);

    /// <summary>Its name without its schema, not quoted.</summary>
    public string TableName => table.Name;

    /// <summary>The schema where its archived partitions are, not quoted.</summary>
    public string ArchiveSchema => table.Schema is null ? "archive" : $"{table.Schema}_archive";

    /// <summary>The column whose ids decide on the slice.</summary>
    public string IdColumn => sql.DelimitIdentifier(spec.Column);

    public string Default => Partition(SliceSql.DefaultSuffix);

    /// <summary>The column with the time that the ids were made from; null if the table has none.</summary>
    public string? TimeColumn { get; } = spec.TimeColumn is { } time ? sql.DelimitIdentifier(time) : null;

    /// <summary>How many references lead to the aggregate's root.</summary>
    public int Depth { get; } = DepthOf(table, spec.Root, []);

    /// <summary>The names of its foreign keys.</summary>
    public IEnumerable<string> Keys => table.ForeignKeyConstraints.Select(key => key.Name);

    /// <summary>The columns of its primary key.</summary>
    public IReadOnlyList<string> KeyColumns { get; } =
        [.. (table.PrimaryKey?.Columns ?? []).Select(column => sql.DelimitIdentifier(column.Name))];

    /// <summary>Its foreign keys to other tables of the aggregate.</summary>
    public IReadOnlyList<AlignedKey> AlignedKeys { get; } =
    [
        .. table.ForeignKeyConstraints.Where(key => key.PrincipalTable != table && IsAligned(key, spec.Root)).Select(key => new AlignedKey(
            suffix => sql.DelimitIdentifier(SliceSql.PartitionOf(key.PrincipalTable.Name, suffix), key.PrincipalTable.Schema),
            [.. key.Columns.Select(column => sql.DelimitIdentifier(column.Name))],
            [.. key.PrincipalColumns.Select(column => sql.DelimitIdentifier(column.Name))],
            key.Columns.Any(column => column.IsNullable))),
    ];

    public string Partition(string suffix) => sql.DelimitIdentifier(SliceSql.PartitionOf(table.Name, suffix), table.Schema);

    /// <summary>The names of the partitions that are attached, in whatever schema.</summary>
    public async Task<IReadOnlyList<string>> FindPartitionsAsync(DbContext context, CancellationToken cancellationToken) =>
        await context.Database.SqlQuery<string>(
            $"SELECT relname::text AS \"Value\" FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE inhparent = {Name}::regclass")
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>The slice of a partition, by its name; null if that is not the name of a slice.</summary>
    public Slice? SliceOf(string partition) => partition.StartsWith(SliceSql.PartitionOf(table.Name, ""), StringComparison.Ordinal)
        ? Slice.OfSuffix(partition[SliceSql.PartitionOf(table.Name, "").Length..], spec.Interval)
        : null;

    public bool IsDefault(string partition) => partition == SliceSql.PartitionOf(table.Name, SliceSql.DefaultSuffix);

    /// <summary>
    /// A table like the partitioned one, with the slice's bounds as a CHECK: with it PostgreSQL attaches and detaches the
    /// partition without reading it. The bounds in time let the planner prune queries that filter by time alone. It has its
    /// foreign keys before it has rows: attaching takes them over then, where it would look for all that the rows refer to,
    /// with the eyes of an owner who sees one tenant's rows.
    /// </summary>
    public IEnumerable<string> Create(Slice slice)
    {
        var partition = Partition(slice.Suffix);
        var bounds = TimeColumn is null ? Within(slice) : $"{Within(slice)} AND {IsInTime(slice)}";
        yield return $"CREATE TABLE {partition} (LIKE {Name} INCLUDING ALL EXCLUDING IDENTITY)";
        yield return SliceSql.CopyStorageParameters(partition, Default);
        yield return $"ALTER TABLE {partition} ADD CONSTRAINT {sql.DelimitIdentifier(entityType.Model.GetFeatures().SliceCheck)} " +
            $"CHECK ({bounds})";
        foreach (var key in table.ForeignKeyConstraints)
            yield return AddKey(partition, key, IsAligned(key, spec.Root) ? $"_{slice.Suffix}" : "");

        foreach (var grant in RoleSql.Grant(partition, entityType.GetPartitionGrants(), sql))
            yield return grant;
    }

    /// <summary>Gives a table the foreign keys that lead out of the aggregate.</summary>
    public IEnumerable<string> AddOuterKeys(string partition) =>
        table.ForeignKeyConstraints.Where(key => !IsAligned(key, spec.Root)).Select(key => AddKey(partition, key, ""));

    /// <summary>Gives the default partition the foreign keys to the other tables of the aggregate.</summary>
    public IEnumerable<string> AddAlignedKeys() =>
        table.ForeignKeyConstraints.Where(key => IsAligned(key, spec.Root)).Select(key => AddKey(Default, key, ""));

    /// <summary>Drops them.</summary>
    public IEnumerable<string> DropAlignedKeys() => table.ForeignKeyConstraints.Where(key => IsAligned(key, spec.Root))
        .Select(key => $"ALTER TABLE {Default} DROP CONSTRAINT IF EXISTS {sql.DelimitIdentifier(key.Name)}");

    /// <summary>The name of a partition without its schema.</summary>
    public string LocalName(string suffix) => sql.DelimitIdentifier(BareName(suffix));

    /// <summary>The same, without quotes.</summary>
    public string BareName(string suffix) => SliceSql.PartitionOf(table.Name, suffix);

    /// <summary>The name of the CHECK that the default partition of a root has.</summary>
    public string CheckName => entityType.Model.GetFeatures().SliceCheck;

    /// <summary>
    /// Adds that CHECK to the default partition of a database that was migrated before there was one. Rows that break it stay.
    /// </summary>
    public string AddDefaultCheck() =>
        SliceSql.AddDefaultCheck(table.Name, table.Schema, spec, entityType.Model.GetFeatures(), sql).TrimEnd(';') + " NOT VALID";

    public string Attach(Slice slice) =>
        $"ALTER TABLE {Name} ATTACH PARTITION {Partition(slice.Suffix)} FOR VALUES FROM ('{slice.FirstId}') TO ('{slice.EndId}')";

    /// <summary>Copies the rows of the slice that arrived before it was made.</summary>
    /// <param name="slice">The slice.</param>
    /// <param name="columns">Those of the database, which may have been migrated by a newer version.</param>
    public string Fill(Slice slice, string columns) =>
        $"INSERT INTO {Partition(slice.Suffix)} ({columns}) SELECT {columns} FROM {Default} WHERE {Within(slice)}";

    public string Drain(Slice slice) => $"DELETE FROM {Default} WHERE {Within(slice)}";

    public string IsWaitedFor(Slice slice) => $"EXISTS (SELECT 1 FROM {Default} WHERE {Within(slice)})";

    /// <summary>Whether a row has the id of a slice.</summary>
    public string Within(Slice slice, string? row = null)
    {
        var column = Of(row, IdColumn);
        return $"{column} >= '{slice.FirstId}' AND {column} < '{slice.EndId}'";
    }

    /// <summary>Whether a row has the time of a slice. Only with a <see cref="TimeColumn"/>.</summary>
    public string IsInTime(Slice slice, string? row = null)
    {
        var column = Of(row, TimeColumn!);
        return $"{column} >= '{slice.Start:O}' AND {column} < '{slice.End:O}'";
    }

    private string AddKey(string partition, IForeignKeyConstraint key, string suffix)
    {
        var principal = sql.DelimitIdentifier($"{key.PrincipalTable.Name}{suffix}", key.PrincipalTable.Schema);
        return
            $"ALTER TABLE {partition} ADD CONSTRAINT {sql.DelimitIdentifier(key.Name)} FOREIGN KEY ({Columns(key.Columns)}) " +
            $"REFERENCES {principal} ({Columns(key.PrincipalColumns)}) ON DELETE {SliceSql.OnDelete(key.OnDeleteAction)}";
    }

    private static string Of(string? row, string column) => row is null ? column : $"{row}.{column}";

    private static bool IsAligned(IForeignKeyConstraint key, string root) =>
        key.PrincipalTable.EntityTypeMappings.Select(mapping => mapping.TypeBase).OfType<IEntityType>()
            .Any(principal => principal.FindSlice()?.Root == root);

    private static int DepthOf(ITable table, string root, ITable[] path) =>
        table.ForeignKeyConstraints.Where(key => IsAligned(key, root)).Select(key => key.PrincipalTable)
            .Where(principal => principal != table && !path.Contains(principal))
            .Select(principal => 1 + DepthOf(principal, root, [.. path, table])).DefaultIfEmpty().Max();

    private string Columns(IEnumerable<IColumn> columns) => SliceSql.Columns(columns.Select(column => column.Name), sql);
}
