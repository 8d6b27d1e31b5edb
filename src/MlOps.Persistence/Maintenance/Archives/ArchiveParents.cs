using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Archives;

/// <summary>Makes the partitioned tables of the archive and the views of an aggregate that are missing.</summary>
internal sealed class ArchiveParents(DbContext context, SlicedAggregate aggregate, IReadOnlyList<ArchiveTable> tables)
{
    public Task EnsureAsync(CancellationToken cancellationToken) => LockRetry.Pipeline.ExecuteAsync(
        async token => await context.InTransactionAsync(() => MakeAsync(token), token).ConfigureAwait(false), cancellationToken).AsTask();

    private async Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        string[] names = [.. tables.Select(table => table.Name)];
        if ((await FindMissingAsync(names, cancellationToken).ConfigureAwait(false)).Count == 0)
            return true;

        await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
        var missing = await FindMissingAsync(names, cancellationToken).ConfigureAwait(false);
        foreach (var table in tables.Where(table => missing.Contains(table.Name)))
        {
            var columns = await ReadColumnsAsync(table.Live, cancellationToken).ConfigureAwait(false);
            foreach (var statement in table.Create(columns))
                await context.ExecuteSchemaAsync(statement, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    private Task<List<string>> FindMissingAsync(string[] names, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<string>(
            $"""
            SELECT name AS "Value" FROM unnest({names}) AS name
            WHERE NOT EXISTS (SELECT 1 FROM pg_class WHERE oid = to_regclass(name) AND relkind = 'p')
            """).ToListAsync(cancellationToken);

    // Those that the server computes as well.
    private async Task<string> ReadColumnsAsync(SlicedTable live, CancellationToken cancellationToken) =>
        string.Join(", ", await context.Database.SqlQuery<string>(
            $"""
            SELECT quote_ident(attname) AS "Value" FROM pg_attribute
            WHERE attrelid = {live.Name}::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
            """).ToListAsync(cancellationToken).ConfigureAwait(false));
}
