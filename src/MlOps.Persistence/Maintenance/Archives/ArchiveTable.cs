using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Archives;

/// <summary>
/// A sliced table and its counterpart in the schema of the archive, and the statements that move a partition from one to the other.
/// No row is read: the CHECK of each slice has its bounds.
/// </summary>
internal sealed class ArchiveTable(SlicedTable live, ISqlGenerationHelper sql)
{
    public SlicedTable Live => live;

    /// <summary>The partitioned table of the archive.</summary>
    public string Name => sql.DelimitIdentifier(live.TableName, live.ArchiveSchema);

    /// <summary>A view of the rows that are live, and those that are archived.</summary>
    public string View => sql.DelimitIdentifier($"v_{live.TableName}", live.ArchiveSchema);

    public string Partition(Slice slice) => sql.DelimitIdentifier(live.BareName(slice.Suffix), live.ArchiveSchema);

    /// <summary>
    /// Makes it like the live table, with the same key, policies and readers. Nobody but the owner may write to it. Its indexes are those
    /// of its partitions.
    /// </summary>
    public IEnumerable<string> Create() =>
    [
        $"CREATE SCHEMA IF NOT EXISTS {sql.DelimitIdentifier(live.ArchiveSchema)}",
        $"CREATE TABLE {Name} (LIKE {live.Name} INCLUDING DEFAULTS INCLUDING GENERATED INCLUDING STORAGE INCLUDING COMMENTS, " +
            $"PRIMARY KEY ({string.Join(", ", live.KeyColumns)})) PARTITION BY RANGE ({live.IdColumn})",
        ArchiveSql.CopyPolicies(live.Name, Name),
        ArchiveSql.LetRead(sql.DelimitIdentifier(live.ArchiveSchema), Name, live.Name),
    ];

    /// <summary>Adds columns to all that is archived, and drops the view, which lacks them.</summary>
    /// <param name="columns">Their names, types and defaults.</param>
    public IEnumerable<string> AddColumns(IEnumerable<string> columns) =>
    [
        $"DROP VIEW IF EXISTS {View}",
        $"ALTER TABLE {Name} {string.Join(", ", columns.Select(column => $"ADD COLUMN {column}"))}",
    ];

    /// <summary>Makes the view.</summary>
    /// <param name="columns">All columns of the live table, quoted where they need to be.</param>
    public IEnumerable<string> CreateView(string columns) =>
    [
        $"CREATE VIEW {View} WITH (security_invoker = true) AS " +
            $"SELECT {columns} FROM {live.Name} UNION ALL SELECT {columns} FROM {Name}",
        ArchiveSql.LetRead(sql.DelimitIdentifier(live.ArchiveSchema), View, live.Name),
    ];

    /// <summary>Moves a partition to the archive.</summary>
    public IEnumerable<string> Archive(Slice slice) =>
    [
        $"ALTER TABLE {live.Name} DETACH PARTITION {live.Partition(slice.Suffix)}",
        $"ALTER TABLE {live.Partition(slice.Suffix)} SET SCHEMA {sql.DelimitIdentifier(live.ArchiveSchema)}",
        $"ALTER TABLE {Name} ATTACH PARTITION {Partition(slice)} {Bounds(slice)}",
        ArchiveSql.RevokeWriting(Partition(slice)),
    ];

    /// <summary>Drops a live partition.</summary>
    public IEnumerable<string> Drop(Slice slice) =>
    [
        $"ALTER TABLE {live.Name} DETACH PARTITION {live.Partition(slice.Suffix)}",
        $"DROP TABLE {live.Partition(slice.Suffix)}",
    ];

    /// <summary>Drops a partition of the archive.</summary>
    public IEnumerable<string> Purge(Slice slice) =>
    [
        $"ALTER TABLE {Name} DETACH PARTITION {Partition(slice)}",
        $"DROP TABLE {Partition(slice)}",
    ];

    /// <summary>Moves a partition back, but does not attach it yet.</summary>
    public IEnumerable<string> TakeBack(Slice slice) =>
    [
        $"ALTER TABLE {Name} DETACH PARTITION {Partition(slice)}",
        ArchiveSql.MoveBeside(Partition(slice), live.Name),
        SliceSql.CopyRights(live.Partition(slice.Suffix), live.Default),
    ];

    private static string Bounds(Slice slice) => $"FOR VALUES FROM ('{slice.FirstId}') TO ('{slice.EndId}')";
}
