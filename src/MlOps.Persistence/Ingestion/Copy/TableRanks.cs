using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>Gives tables an order in which a row is written after the rows that it refers to.</summary>
internal static class TableRanks
{
    private const string CacheName = "MlOps:TableRank";

    public static int Of(ITable table) => Of(table, []);

    // Tables that refer to each other have no such order. SaveChanges can write both, bulk writes cannot.
    private static int Of(ITable table, HashSet<ITable> path)
    {
        if (table.FindRuntimeAnnotationValue(CacheName) is int known)
            return known;

        if (!path.Add(table))
            return 0;

        var rank = table.ForeignKeyConstraints
            .Select(key => key.PrincipalTable)
            .Where(principal => principal != table)
            .Select(principal => Of(principal, path) + 1)
            .DefaultIfEmpty()
            .Max();
        path.Remove(table);
        if (path.Count == 0)
            table.SetRuntimeAnnotation(CacheName, rank);

        return rank;
    }
}
