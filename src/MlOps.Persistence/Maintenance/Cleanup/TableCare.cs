using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Cleanup;

/// <summary>Vacuums and analyzes the tables of the model, and builds their indexes anew, while others read and write.</summary>
/// <param name="context">A context of the owner of the tables.</param>
public sealed class TableCare(DbContext context)
{
    /// <summary>Does one of them for a table with its partitions, or for all tables of the model.</summary>
    /// <param name="task">What to do.</param>
    /// <param name="table">The table; null for all.</param>
    /// <param name="progress">Gets each statement when its turn comes.</param>
    /// <param name="cancellationToken">Stops it. What is done stays done.</param>
    /// <returns>The statements that were run.</returns>
    /// <exception cref="MlOpsException">The model has no such table.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(
        TableTask task, string? table = null, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        using var unlimited = new NoCommandTimeout(context);
        var statements = await PlanAsync(task, table, cancellationToken).ConfigureAwait(false);
        foreach (var statement in statements)
        {
            progress?.Report(statement);
            await context.ExecuteSchemaAsync(statement, cancellationToken).ConfigureAwait(false);
        }

        return statements;
    }

    /// <summary>Lists the statements, and runs none.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<IReadOnlyList<string>> PlanAsync(
        TableTask task, string? table = null, CancellationToken cancellationToken = default)
    {
        var mapped = context.Model.GetEntityTypes().Where(type => type.GetTableName() is not null)
            .Select(type => (Name: type.GetTableName()!, Schema: type.GetSchema())).Distinct()
            .Where(one => table is null || one.Name == table)
            .Select(one => one.Schema is null ? SqlNames.Quote(one.Name) : $"{SqlNames.Quote(one.Schema)}.{SqlNames.Quote(one.Name)}")
            .Order(StringComparer.Ordinal).ToArray();
        if (mapped.Length == 0)
            throw new MlOpsException(MlOpsError.NotFound, $"The model has no table '{table}'.");

        // The server skips a table of another owner with a warning, and says that it is done.
        var foreign = await context.InTransactionAsync(
            () => context.QuerySql<string>(
                $"""
                SELECT name AS "Value" FROM unnest({mapped}) AS name JOIN pg_class c ON c.oid = to_regclass(name)
                WHERE NOT pg_has_role(c.relowner, 'USAGE')
                """).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        if (foreign.Count > 0)
            throw new MlOpsException(
                MlOpsError.Refused,
                $"This login does not own {foreign[0]}, so that the server would skip it. Use the owner of the tables.");

        return await context.InTransactionAsync(
            () => task switch
            {
                TableTask.Analyze => AnalyzeAsync(mapped, cancellationToken),
                TableTask.Vacuum => ListPartitionsAsync("VACUUM (ANALYZE)", mapped, cancellationToken),
                _ => ListPartitionsAsync("REINDEX TABLE CONCURRENTLY", mapped, cancellationToken),
            },
            cancellationToken).ConfigureAwait(false);
    }

    // The statistics of a sliced table as a whole are made of all its slices. Nobody else makes them.
    private Task<List<string>> AnalyzeAsync(string[] tables, CancellationToken cancellationToken) => context.QuerySql<string>(
        $"""
        SELECT format('ANALYZE %s', oid::regclass) AS "Value" FROM pg_class WHERE oid = ANY (
            SELECT to_regclass(name) FROM unnest({tables}) AS name)
        ORDER BY 1
        """).ToListAsync(cancellationToken);

    // A sliced table itself has no rows. A REINDEX that was stopped leaves an index that is not valid beside the old one, which the next
    // migration removes.
    private Task<List<string>> ListPartitionsAsync(string verb, string[] tables, CancellationToken cancellationToken) =>
        context.QuerySql<string>(
            $"""
            SELECT format('%s %s', {verb}, tree.relid) AS "Value"
            FROM unnest({tables}) AS name
            CROSS JOIN LATERAL (
                SELECT relid FROM pg_partition_tree(to_regclass(name)) WHERE isleaf
                UNION SELECT oid::regclass FROM pg_class WHERE oid = to_regclass(name) AND relkind = 'r') AS tree
            ORDER BY 1
            """).ToListAsync(cancellationToken);
}
