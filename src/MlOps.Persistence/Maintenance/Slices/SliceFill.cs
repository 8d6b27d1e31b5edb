using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Moves the rows that wait for a slice into its partitions, which are not attached yet.</summary>
internal static class SliceFill
{
    /// <summary>Rows are copied root first and deleted root last, as their keys require.</summary>
    public static async Task RunAsync(
        DbContext context, IReadOnlyList<SlicedTable> tables, Slice slice, CancellationToken cancellationToken)
    {
        foreach (var table in tables)
        {
            var columns = await context.ReadColumnsAsync(table, cancellationToken).ConfigureAwait(false);
            await context.ExecuteSchemaAsync(table.Fill(slice, columns), cancellationToken).ConfigureAwait(false);
        }

        foreach (var table in tables.Reverse())
            await context.ExecuteSchemaAsync(table.Drain(slice), cancellationToken).ConfigureAwait(false);
    }
}
