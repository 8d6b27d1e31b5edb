using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Writes many new entities by COPY: all of them or, when one is refused, none.</summary>
internal static class BulkInsert
{
    /// <summary>
    /// Stores entities of any types, of one hierarchy or of several, and returns how many. Joins the context's
    /// transaction if there is one.
    /// </summary>
    /// <exception cref="DbUpdateException">The server refused a row; the message says of which table and why.</exception>
    public static async Task<int> RunAsync(
        MlOpsDbContext context, IEnumerable<Entity> entities, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entities);
        var rows = new List<Entity>(entities);
        RefuseStrangers(context, rows);
        foreach (var row in rows)
            row.BelongTo(context.TenantId);

        if (context.Database.CurrentTransaction is null)
            await CopyInTransactionAsync(context, rows, cancellationToken).ConfigureAwait(false);
        else
            await CopyAsync(context, rows, cancellationToken).ConfigureAwait(false);

        return rows.Count;
    }

    // Before any is stamped with the tenant, which would be for good.
    private static void RefuseStrangers(MlOpsDbContext context, List<Entity> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i] is not { } row)
                throw new ArgumentException($"Entity {i} of the batch is null.", nameof(rows));

            if (row.TenantId != Guid.Empty)
                row.BelongTo(context.TenantId);
        }
    }

    private static async Task CopyInTransactionAsync(
        MlOpsDbContext context, List<Entity> rows, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            await CopyAsync(context, rows, cancellationToken).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task CopyAsync(MlOpsDbContext context, List<Entity> rows, CancellationToken cancellationToken)
    {
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        foreach (var (table, tableRows) in ByTable(context, rows))
        {
            var stored = await CopyAsync(connection, table, tableRows, cancellationToken).ConfigureAwait(false);
            if (stored != (ulong)tableRows.Count)
                throw new InvalidOperationException($"{table.Name} took {stored} of {tableRows.Count} rows.");
        }
    }

    private static async Task<ulong> CopyAsync(
        NpgsqlConnection connection, TableCopy table, List<Entity> rows, CancellationToken cancellationToken)
    {
        try
        {
            return await table.WriteAsync(connection, rows, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e)
        {
            // The server itself names the table of a constraint alone, not that of a value too long.
            throw new DbUpdateException(
                $"PostgreSQL refused the batch, and nothing of it is stored. {table.Name}: {e.MessageText}", e);
        }
    }

    // The leaves of a hierarchy share the root's table, so the rows of all of them go there in one COPY, and it comes first.
    private static IEnumerable<(TableCopy Table, List<Entity> Rows)> ByTable(MlOpsDbContext context, List<Entity> rows) =>
        rows.GroupBy(row => row.GetType())
            .SelectMany(type => CopyPlan.For(context, type.Key).Tables.Select((table, depth) => (table, depth, rows: type)))
            .GroupBy(part => part.table.Name)
            .OrderBy(parts => parts.First().depth)
            .Select(parts => (parts.First().table, parts.SelectMany(part => part.rows).ToList()));
}
