using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion.Rows;
using MlOps.Persistence.Tenancy;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// Prepares rows for a bulk write as SaveChanges prepares the entities that it saves: rows of another tenant are refused, and
/// the others get the tenant of the context and the ids that they lack.
/// </summary>
internal static class RowPreparation
{
    /// <summary>Refuses the rows if one of them belongs to another tenant, and else completes them.</summary>
    /// <exception cref="Domain.IllegalTransitionException">A row belongs to another tenant. No row is changed.</exception>
    public static void Prepare(DbContext context, IReadOnlyList<object> rows)
    {
        RefuseForeign(context, rows);
        var tenantId = context.GetTenantId();
        RowRules? rules = null;
        foreach (var row in rows)
        {
            rules = FindRules(context, row, rules);
            rules.Complete(row, tenantId);
        }
    }

    private static void RefuseForeign(DbContext context, IReadOnlyList<object> rows)
    {
        var tenantId = context.GetTenantId();
        RowRules? rules = null;
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] is not { } row)
                throw new ArgumentException($"Entity {i} of the batch is null.", nameof(rows));

            rules = FindRules(context, row, rules);
            rules.RefuseForeign(row, tenantId);
        }
    }

    // Rows of one class mostly follow each other.
    private static RowRules FindRules(DbContext context, object row, RowRules? last) =>
        last?.EntityType.ClrType == row.GetType() ? last : RowRules.For(context, row.GetType());
}
