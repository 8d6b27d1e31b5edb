using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Entities that are written together: how they are distributed over tables, and the way to each.</summary>
internal sealed class Batch
{
    private readonly IReadOnlyList<CopyGroup> _groups;
    private readonly IReadOnlyList<CopyRoute> _routes;

    private Batch(IReadOnlyList<CopyGroup> groups, IReadOnlyList<CopyRoute> routes)
    {
        _groups = groups;
        _routes = routes;
    }

    /// <summary>Finds the way for entities; within a transaction of the context, or on an open connection.</summary>
    public static async Task<Batch> PlanAsync(
        MlOpsDbContext context, IEnumerable<Entity> entities, CancellationToken cancellationToken)
    {
        var groups = CopyGroup.Of(context, entities);
        return new Batch(groups, await CopyRoute.FindAsync(Connection(context), groups, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// The same, and makes the slices that are missing, if the role may. Not within a transaction, which would wait for itself.
    /// </summary>
    public static async Task<Batch> PlanWithSlicesAsync(
        MlOpsDbContext context, IEnumerable<Entity> entities, CancellationToken cancellationToken)
    {
        var batch = await PlanAsync(context, entities, cancellationToken).ConfigureAwait(false);
        var missing = batch.MissingSlices(context).ToList();
        if (missing.Count == 0)
            return batch;

        foreach (var (root, slice) in missing)
            await new SliceMaintenance(context).EnsureAsync(root, slice, cancellationToken).ConfigureAwait(false);

        return await PlanAsync(context, entities, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes everything, within a transaction of the context. Returns how many entities were written.</summary>
    /// <exception cref="DbUpdateException">The server refused a row; the message says of which table and why.</exception>
    public async Task CopyAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var connection = Connection(context);
        for (var i = 0; i < _groups.Count; i++)
        {
            var stored = await CopyAsync(connection, _groups[i], _routes[i], cancellationToken).ConfigureAwait(false);
            if (stored != (ulong)_groups[i].Rows.Count)
                throw new InvalidOperationException($"{_routes[i].Relation} took {stored} of {_groups[i].Rows.Count} rows.");
        }
    }

    private static async Task<ulong> CopyAsync(
        NpgsqlConnection connection, CopyGroup group, CopyRoute route, CancellationToken cancellationToken)
    {
        try
        {
            return route.IsDirect
                ? await group.Table.WriteAsync(connection, route.Relation, group.Rows, cancellationToken).ConfigureAwait(false)
                : await StagedCopy.WriteAsync(connection, group.Table, group.Rows, "", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw RefusedRow.Describe(e, group);
        }
    }

    private IEnumerable<(string Root, Slice Slice)> MissingSlices(MlOpsDbContext context) =>
        _groups.Where((_, i) => _routes[i].CanMakeSlice)
            .Select(group => (CopyPlan.For(context, group.Rows[0].GetType()).Aggregate!, group.Slice!.Value))
            .Distinct();

    private static NpgsqlConnection Connection(MlOpsDbContext context) => (NpgsqlConnection)context.Database.GetDbConnection();
}
