using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Postgres;
using MlOps.Persistence.Postgres.Views;

namespace MlOps.Persistence.Maintenance;

/// <summary>Computes materialized views anew while others read them. Run it every quarter of an hour, as their owner.</summary>
public sealed class ViewRefresh(MlOpsDbContext context)
{
    /// <summary>Refreshes every materialized view of the model, one after the other.</summary>
    /// <returns>How long each took.</returns>
    public async Task<IReadOnlyDictionary<string, TimeSpan>> RunAsync(CancellationToken cancellationToken = default)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        var durations = new SortedDictionary<string, TimeSpan>(StringComparer.Ordinal);
        using var unlimited = new NoCommandTimeout(context);
        foreach (var view in MaterializedViews())
        {
            var start = Stopwatch.GetTimestamp();
            await context.ExecuteSchemaAsync(
                $"REFRESH MATERIALIZED VIEW CONCURRENTLY {sql.DelimitQualified(view)}", cancellationToken).ConfigureAwait(false);
            durations[view] = Stopwatch.GetElapsedTime(start);
        }

        return durations;
    }

    private IEnumerable<string> MaterializedViews() => context.GetService<IDesignTimeModel>().Model
        .Named(PostgresAnnotations.View).Where(view => ViewSpec.Parse(view.Value).IsMaterialized).Select(view => view.Name);
}
