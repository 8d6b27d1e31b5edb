using MlOps.Domain;

namespace MlOps.Persistence.Ingestion;

/// <summary>Lets the entities of the context's tenant alone be written, and gives those to it that have no tenant yet.</summary>
internal static class TenantCheck
{
    /// <summary>Refuses before any is stamped with the tenant, which would be for good.</summary>
    public static void Refuse(MlOpsDbContext context, IReadOnlyList<Entity> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] is not { } row)
                throw new ArgumentException($"Entity {i} of the batch is null.", nameof(rows));

            if (row.TenantId != Guid.Empty)
                row.BelongTo(context.TenantId);
        }
    }

    public static void Stamp(MlOpsDbContext context, IReadOnlyList<Entity> rows)
    {
        Refuse(context, rows);
        foreach (var row in rows)
            row.BelongTo(context.TenantId);
    }
}
