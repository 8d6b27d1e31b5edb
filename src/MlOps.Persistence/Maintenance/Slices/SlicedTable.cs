using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Postgres.Roles;
using MlOps.Persistence.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>One table of a sliced aggregate, and the statements that give it a partition.</summary>
internal sealed class SlicedTable(ITable table, IEntityType entityType, SliceSpec spec, ISqlGenerationHelper sql)
{
    public SliceSpec Spec => spec;

    public string Name => sql.DelimitIdentifier(table.Name, table.Schema);

    /// <summary>What the names of its partitions begin with.</summary>
    public string PartitionPrefix => SliceSql.PartitionOf(table.Name, "");

    public string Default => Partition(SliceSql.DefaultSuffix);

    /// <summary>The aggregate's root comes first: the others refer to it.</summary>
    public bool IsRoot => table.SchemaQualifiedName == spec.Root;

    public string Partition(string suffix) => sql.DelimitIdentifier(SliceSql.PartitionOf(table.Name, suffix), table.Schema);

    /// <summary>
    /// A table like the partitioned one, with the slice's bounds as a CHECK: with it PostgreSQL attaches and detaches the
    /// partition without reading it. The bounds in time let the planner prune queries that filter by time alone.
    /// </summary>
    public IEnumerable<string> Create(Slice slice)
    {
        var partition = Partition(slice.Suffix);
        var bounds = Within(slice);
        if (spec.TimeColumn is { } time)
            bounds += $" AND {sql.DelimitIdentifier(time)} >= '{slice.Start:O}' AND {sql.DelimitIdentifier(time)} < '{slice.End:O}'";

        yield return $"CREATE TABLE {partition} (LIKE {Name} INCLUDING ALL)";
        yield return $"ALTER TABLE {partition} ADD CONSTRAINT slice CHECK ({bounds})";
        foreach (var key in table.ForeignKeyConstraints.Where(IsAligned))
        {
            var principal = sql.DelimitIdentifier(SliceSql.PartitionOf(key.PrincipalTable.Name, slice.Suffix), key.PrincipalTable.Schema);
            yield return
                $"ALTER TABLE {partition} ADD CONSTRAINT {sql.DelimitIdentifier(key.Name)} " +
                $"FOREIGN KEY ({Columns(key.Columns)}) REFERENCES {principal} ({Columns(key.PrincipalColumns)}) " +
                $"ON DELETE {SliceSql.OnDelete(key.OnDeleteAction)}";
        }

        foreach (var grant in RoleSql.PartitionGrants(partition, entityType.GetRootType(), sql))
            yield return grant;
    }

    public string Attach(Slice slice) =>
        $"ALTER TABLE {Name} ATTACH PARTITION {Partition(slice.Suffix)} FOR VALUES FROM ('{slice.FirstId}') TO ('{slice.EndId}')";

    /// <summary>Copies the rows of the slice that arrived before it was made.</summary>
    public string Fill(Slice slice)
    {
        var columns = string.Join(", ", table.Columns
            .Where(column => column.ComputedColumnSql is null).Select(column => sql.DelimitIdentifier(column.Name)));
        return $"INSERT INTO {Partition(slice.Suffix)} ({columns}) SELECT {columns} FROM {Default} WHERE {Within(slice)}";
    }

    public string Drain(Slice slice) => $"DELETE FROM {Default} WHERE {Within(slice)}";

    private string Within(Slice slice)
    {
        var column = sql.DelimitIdentifier(spec.Column);
        return $"{column} >= '{slice.FirstId}' AND {column} < '{slice.EndId}'";
    }

    private bool IsAligned(IForeignKeyConstraint key) =>
        key.PrincipalTable.EntityTypeMappings.Select(mapping => mapping.TypeBase).OfType<IEntityType>()
            .Any(principal => principal.FindSlice()?.Root == spec.Root);

    private string Columns(IEnumerable<IColumn> columns) => SliceSql.Columns(columns.Select(column => column.Name), sql);
}
