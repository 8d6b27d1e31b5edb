using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>
/// Rows that one COPY writes: the same properties fill the same table, and they belong to the same slice and tenant.
/// </summary>
internal sealed record CopyGroup(TableCopy Table, Slice? Slice, Guid TenantId, List<object> Rows)
{
    /// <summary>
    /// Distributes entities over the tables they are stored in. The leaves of a hierarchy share the root's table, so that
    /// the rows of all of them go there in one COPY.
    /// </summary>
    public static IReadOnlyList<CopyGroup> Of(DbContext context, IEnumerable<object> entities)
    {
        var tenantId = context.GetTenantId();
        var groups = new Dictionary<(string, string, Slice?), CopyGroup>();
        foreach (var (key, rows) in ByTypeAndSlice(context, entities))
        {
            foreach (var table in key.Plan.Tables)
            {
                if (!groups.TryGetValue((table.Name, table.Sources, key.Slice), out var group))
                    groups.Add((table.Name, table.Sources, key.Slice), group = new CopyGroup(table, key.Slice, tenantId, []));

                group.Rows.AddRange(rows);
            }
        }

        return [.. groups.Values.OrderBy(group => group.Table.Rank)];
    }

    /// <summary>The root table of the slices.</summary>
    public string Aggregate(DbContext context) => CopyPlan.For(context, Rows[0].GetType()).Aggregate!;

    /// <summary>Writes the rows into a relation that has the columns, and returns how many the server took.</summary>
    public Task<ulong> WriteAsync(NpgsqlConnection connection, string relation, CancellationToken cancellationToken) =>
        Table.WriteAsync(connection, relation, TenantId, Rows, cancellationToken);

    private static Dictionary<(CopyPlan Plan, Slice? Slice), List<object>> ByTypeAndSlice(
        DbContext context, IEnumerable<object> entities)
    {
        var plans = new Dictionary<Type, CopyPlan>();
        var rows = new Dictionary<(CopyPlan, Slice?), List<object>>();
        foreach (var entity in entities)
        {
            if (!plans.TryGetValue(entity.GetType(), out var plan))
                plans.Add(entity.GetType(), plan = CopyPlan.For(context, entity.GetType()));

            var key = (plan, plan.SliceOf(entity));
            if (!rows.TryGetValue(key, out var ofKey))
                rows.Add(key, ofKey = []);

            ofKey.Add(entity);
        }

        return rows;
    }
}
