using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion.Copy;
using MlOps.Persistence.Maintenance.Slices;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Entities that are written together: how they are distributed over tables, and the way to each.</summary>
internal sealed class Batch
{
    private const int StagedRows = 10_000;

    private readonly IReadOnlyList<CopyGroup> _groups;
    private readonly IReadOnlyList<CopyRoute> _routes;

    private Batch(IReadOnlyList<CopyGroup> groups, IReadOnlyList<CopyRoute> routes)
    {
        _groups = groups;
        _routes = routes;
    }

    /// <summary>Finds the way for entities, in the transaction of the context or on its open connection.</summary>
    /// <exception cref="MlOpsException">The slice of a row was detached or dropped.</exception>
    public static async Task<Batch> PlanAsync(
        DbContext context, IEnumerable<object> entities, CancellationToken cancellationToken)
    {
        var groups = CopyGroup.Of(context, entities);
        var routes = await CopyRoute.FindAsync(Connection(context), groups, cancellationToken).ConfigureAwait(false);
        await RefuseGoneAsync(context, groups.Where((_, i) => routes[i].LacksSlice), cancellationToken).ConfigureAwait(false);
        return new Batch(groups, routes);
    }

    /// <summary>Refuses rows of a slice that was there. Those of a slice that was never made wait in the default partition.</summary>
    /// <exception cref="MlOpsException">A slice was detached or dropped.</exception>
    public static async Task RefuseGoneAsync(
        DbContext context, IEnumerable<CopyGroup> lackingSlices, CancellationToken cancellationToken)
    {
        foreach (var groups in lackingSlices.GroupBy(group => group.Aggregate(context)))
            await new GoneSlices(context).RequireNoneAsync(
                groups.Key, groups.Select(group => group.Slice!.Value), cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="InvalidOperationException">A relation took fewer rows than there were.</exception>
    public static void RequireAllStored(string relation, ulong stored, CopyGroup group)
    {
        if (stored != (ulong)group.Rows.Count)
            throw new InvalidOperationException(
                $"{relation} stored {stored} of {group.Rows.Count} rows, so nothing of the batch is stored. " +
                "A trigger or a rule of the table drops rows. Remove it, or save the entities with SaveChanges.");
    }

    /// <summary>Writes everything, within the transaction of the context.</summary>
    /// <exception cref="DbUpdateException">The server refused a row; the message says of which table and why.</exception>
    /// <exception cref="MlOpsException">A partition was detached meanwhile. Undo the transaction, and try again.</exception>
    public async Task CopyAsync(DbContext context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _groups.Count; i++)
        {
            var stored = _routes[i].IsDirect
                ? await CopyAsync(context, _groups[i], _routes[i], cancellationToken).ConfigureAwait(false)
                : await StageAsync(context, _groups[i], cancellationToken).ConfigureAwait(false);
            RequireAllStored(_routes[i].Relation, stored, _groups[i]);
        }

        await CopyRoute.RequireAttachedAsync(Connection(context), _routes, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ulong> CopyAsync(
        DbContext context, CopyGroup group, CopyRoute route, CancellationToken cancellationToken)
    {
        try
        {
            return await group.WriteAsync(Connection(context), route.Relation, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw RefusedRow.Describe(context, e, group);
        }
    }

    // In parts, since the INSERT of each has only so much time.
    private static async Task<ulong> StageAsync(DbContext context, CopyGroup group, CancellationToken cancellationToken)
    {
        var stored = 0UL;
        foreach (var rows in group.Rows.Chunk(StagedRows))
        {
            var part = group with { Rows = [.. rows] };
            try
            {
                stored += await StagedCopy.WriteAsync(Connection(context), part, "", cancellationToken).ConfigureAwait(false);
            }
            catch (PostgresException e)
            {
                throw RefusedRow.Describe(context, e, part);
            }
        }

        return stored;
    }

    private static NpgsqlConnection Connection(DbContext context) => (NpgsqlConnection)context.Database.GetDbConnection();
}
