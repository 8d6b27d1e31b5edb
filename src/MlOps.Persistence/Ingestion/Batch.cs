using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion.Copy;
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

    /// <summary>Finds the way for entities, in the transaction of the context or on its open connection.</summary>
    public static async Task<Batch> PlanAsync(
        DbContext context, IEnumerable<object> entities, CancellationToken cancellationToken)
    {
        var groups = CopyGroup.Of(context, entities);
        return new Batch(groups, await CopyRoute.FindAsync(Connection(context), groups, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Writes everything, within the transaction of the context.</summary>
    /// <exception cref="DbUpdateException">The server refused a row; the message says of which table and why.</exception>
    /// <exception cref="MlOpsException">A partition was detached meanwhile. Undo the transaction, and try again.</exception>
    public async Task CopyAsync(DbContext context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < _groups.Count; i++)
        {
            var stored = await CopyAsync(context, _groups[i], _routes[i], cancellationToken).ConfigureAwait(false);
            if (stored != (ulong)_groups[i].Rows.Count)
                throw new InvalidOperationException(
                    $"{_routes[i].Relation} stored {stored} of {_groups[i].Rows.Count} rows, so nothing of the batch is stored. " +
                    "A trigger or a rule of the table drops rows. Remove it, or save the entities with SaveChanges.");
        }

        await CopyRoute.RequireAttachedAsync(Connection(context), _routes, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ulong> CopyAsync(
        DbContext context, CopyGroup group, CopyRoute route, CancellationToken cancellationToken)
    {
        var connection = Connection(context);
        try
        {
            return route.IsDirect
                ? await group.WriteAsync(connection, route.Relation, cancellationToken).ConfigureAwait(false)
                : await StagedCopy.WriteAsync(connection, group, "", cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            throw RefusedRow.Describe(context, e, group);
        }
    }

    private static NpgsqlConnection Connection(DbContext context) => (NpgsqlConnection)context.Database.GetDbConnection();
}
