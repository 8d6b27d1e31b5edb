using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>The tenants with rows in a slice, registered or not.</summary>
internal static class SliceTenants
{
    /// <param name="context">A context of the owner.</param>
    /// <param name="root">The table of the aggregate's root.</param>
    /// <param name="partition">The partition of that table, wherever it is, as SQL. Policies hold for whole tables alone.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static Task<List<Guid>> ListAsync(
        DbContext context, SlicedTable root, string partition, CancellationToken cancellationToken)
    {
        // By the key, which begins with the tenant: one look for each of them, whatever the number of rows.
        var tenant = root.KeyColumns[0];
        return context.InTransactionAsync(
            () => context.Database.SqlQueryRaw<Guid>(SqlNames.EscapeBraces(
                $"""
                WITH RECURSIVE tenants AS (
                    (SELECT {tenant} AS id FROM {partition} ORDER BY {tenant} LIMIT 1)
                    UNION ALL
                    SELECT (SELECT p.{tenant} FROM {partition} AS p WHERE p.{tenant} > t.id ORDER BY p.{tenant} LIMIT 1)
                    FROM tenants AS t WHERE t.id IS NOT NULL)
                SELECT id AS "Value" FROM tenants WHERE id IS NOT NULL
                """)).ToListAsync(cancellationToken),
            cancellationToken);
    }
}
