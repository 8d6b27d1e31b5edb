#if BULK_EXTENSIONS
using EFCore.BulkExtensions;
using Microsoft.EntityFrameworkCore;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Telemetry;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;

namespace MlOps.Benchmarks.Cases;

/// <summary>BulkInsertAsync beside that of EFCore.BulkExtensions, into a table that both can fill.</summary>
internal sealed class BulkExtensionsBenchmark()
    : Benchmark("bulk-extensions", "BulkInsertAsync beside EFCore.BulkExtensions, into a plain table")
{
    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? 100_000;
        return
        [
            await Rounds.RunAsync(
                Name, Speed.Unit, options.Rounds,
                () => StoreAsync(database, rows, (context, logs) => context.BulkInsertAsync(logs, cancellationToken)),
                () => StoreAsync(database, rows, (context, logs) =>
                {
                    // It leaves the tenant to its caller.
                    foreach (var log in logs)
                        context.Entry(log).Property(nameof(log.TenantId)).CurrentValue = Tenants.Default;

                    return DbContextBulkExtensions.BulkInsertAsync(context, logs, cancellationToken: cancellationToken);
                }),
                cancellationToken),
        ];
    }

    private static async Task<double> StoreAsync(
        BenchmarkDatabase database, int count, Func<DbContext, List<QueryLog>, Task> store)
    {
        await database.ExecuteAsync("TRUNCATE query_performance_logs; CHECKPOINT");
        var logs = Enumerable.Range(0, count)
            .Select(i => QueryLog.Record($"query-{i % 100}", "SELECT 1", i % 50, Population.Start + (i * Population.Pace)))
            .ToList();
        await using var context = database.CreateContext(database.Owner);
        return await Speed.OfAsync(count, () => store(context, logs));
    }
}
#endif
