using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Archives;

/// <summary>The partitioned tables of the archive and the views of an aggregate.</summary>
internal sealed class ArchiveParents(DbContext context, SlicedAggregate aggregate, IReadOnlyList<ArchiveTable> tables)
{
    /// <summary>Makes what is missing, and adds the columns that the live tables have got since.</summary>
    public Task EnsureAsync(CancellationToken cancellationToken) => RunAsync(() => MakeAsync(cancellationToken), cancellationToken);

    /// <summary>Does so if anything of the aggregate is archived.</summary>
    public Task UpdateAsync(CancellationToken cancellationToken) => RunAsync(
        async () =>
        {
            if (await context.ExistsAsync(tables[0].Name, cancellationToken).ConfigureAwait(false))
                await MakeAsync(cancellationToken).ConfigureAwait(false);

            return true;
        },
        cancellationToken);

    private async Task RunAsync(Func<Task<bool>> work, CancellationToken cancellationToken) => await LockRetry.Pipeline.ExecuteAsync(
        async token => await context.InTransactionAsync(work, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    private async Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        var changes = await ListChangesAsync(cancellationToken).ConfigureAwait(false);
        if (changes.Count == 0)
            return true;

        await aggregate.LockAsync(context, cancellationToken).ConfigureAwait(false);
        // Another process may have made them while this one waited.
        foreach (var statement in await ListChangesAsync(cancellationToken).ConfigureAwait(false))
            await context.ExecuteSchemaAsync(statement, cancellationToken).ConfigureAwait(false);

        return true;
    }

    private async Task<List<string>> ListChangesAsync(CancellationToken cancellationToken)
    {
        var changes = new List<string>();
        foreach (var table in tables)
        {
            var exists = await context.ExistsAsync(table.Name, cancellationToken).ConfigureAwait(false);
            var added = exists ? await ListAddedColumnsAsync(table, cancellationToken).ConfigureAwait(false) : [];
            if (!exists)
                changes.AddRange(table.Create());
            else if (added.Count > 0)
                changes.AddRange(table.AddColumns(added));
            else if (await context.ExistsAsync(table.View, cancellationToken).ConfigureAwait(false))
                continue;

            changes.AddRange(table.CreateView(await ReadColumnsAsync(context, table.Live, cancellationToken).ConfigureAwait(false)));
        }

        return changes;
    }

    private Task<List<string>> ListAddedColumnsAsync(ArchiveTable table, CancellationToken cancellationToken) =>
        context.Database.SqlQuery<string>(
            $"""
            SELECT concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
                'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), CASE WHEN a.attnotnull AND d.adbin IS NOT NULL THEN 'NOT NULL' END) AS "Value"
            FROM pg_attribute AS a LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = {table.Live.Name}::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND NOT EXISTS (
                SELECT 1 FROM pg_attribute AS b WHERE b.attrelid = {table.Name}::regclass AND b.attname = a.attname AND NOT b.attisdropped)
            ORDER BY a.attnum
            """).ToListAsync(cancellationToken);

    /// <summary>The columns of a live table, with those that the server computes.</summary>
    public static async Task<string> ReadColumnsAsync(DbContext context, SlicedTable live, CancellationToken cancellationToken) =>
        string.Join(", ", await context.Database.SqlQuery<string>(
            $"""
            SELECT quote_ident(attname) AS "Value" FROM pg_attribute
            WHERE attrelid = {live.Name}::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
            """).ToListAsync(cancellationToken).ConfigureAwait(false));
}
