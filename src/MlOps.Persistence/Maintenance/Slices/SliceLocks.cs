using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>What is locked while partitions are attached. The default partitions are locked as a whole: attaching needs that.</summary>
internal static class SliceLocks
{
    /// <summary>
    /// For slices that no row waits for. Writers wait at the partitioned tables. One that waited at a default partition would find,
    /// after the slice is attached, that its row does not belong there any more, and fail.
    /// </summary>
    public static string AgainstWriters(IReadOnlyList<SlicedTable> tables) =>
        $"LOCK TABLE {Parents(tables)} IN SHARE ROW EXCLUSIVE MODE; LOCK TABLE {Defaults(tables)} IN ACCESS EXCLUSIVE MODE";

    /// <summary>
    /// For rows that move. Readers wait at the partitioned tables too. One that waited at a default partition has planned without the
    /// slice, and would miss the rows that moved into it.
    /// </summary>
    public static string AgainstAll(IReadOnlyList<SlicedTable> tables) =>
        $"LOCK TABLE {Parents(tables)}, {Defaults(tables)} IN ACCESS EXCLUSIVE MODE";

    /// <summary>The same, where the foreign keys between the tables are dropped and added, for which the slices that they refer to are
    /// locked as well.</summary>
    public static string AgainstAllWithKeys(IReadOnlyList<SlicedTable> tables)
    {
        var principals = tables.SelectMany(table => table.AlignedKeys).Select(key => key.Principal(SliceSql.DefaultSuffix)).ToHashSet();
        var parents = tables.Select(table => principals.Contains(table.Default) ? table.Name : $"ONLY {table.Name}");
        return $"LOCK TABLE {string.Join(", ", parents)}, {Defaults(tables)} IN ACCESS EXCLUSIVE MODE";
    }

    private static string Parents(IReadOnlyList<SlicedTable> tables) => string.Join(", ", tables.Select(table => $"ONLY {table.Name}"));

    private static string Defaults(IReadOnlyList<SlicedTable> tables) => string.Join(", ", tables.Select(table => table.Default));
}
