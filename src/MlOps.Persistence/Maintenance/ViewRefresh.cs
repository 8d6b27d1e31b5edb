using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance;

/// <summary>Refreshes materialized views while others read them. Run it every quarter of an hour, as their owner.</summary>
public sealed class ViewRefresh(DbContext context)
{
    /// <summary>Refreshes every materialized view of the model, one after the other. One that fails does not stop the others.</summary>
    /// <returns>How long each took.</returns>
    /// <exception cref="AggregateException">Those that failed, by name, once all others are refreshed.</exception>
    public async Task<IReadOnlyDictionary<string, TimeSpan>> RunAsync(CancellationToken cancellationToken = default)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        var durations = new SortedDictionary<string, TimeSpan>(StringComparer.Ordinal);
        var failed = new List<MlOpsException>();
        using var unlimited = new NoCommandTimeout(context);
        foreach (var view in ListViews())
        {
            var start = Stopwatch.GetTimestamp();
            try
            {
                await context.ExecuteSchemaAsync(
                    $"REFRESH MATERIALIZED VIEW CONCURRENTLY {sql.DelimitQualified(view)}", cancellationToken).ConfigureAwait(false);
                durations[view] = Stopwatch.GetElapsedTime(start);
            }
            catch (PostgresException e) when (!cancellationToken.IsCancellationRequested)
            {
                failed.Add(new MlOpsException(MlOpsError.Refused, $"View {view} was not refreshed: {e.MessageText}", e));
            }
        }

        return failed.Count == 0 ? durations : throw new AggregateException(failed);
    }

    internal IReadOnlyList<string> ListViews() =>
    [
        .. context.GetService<IDesignTimeModel>().Model.GetSqlViews().Where(view => view.Value.IsMaterialized).Select(view => view.Key),
    ];
}
