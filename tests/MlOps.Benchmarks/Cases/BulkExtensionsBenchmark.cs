#if BULK_EXTENSIONS
using EFCore.BulkExtensions;
using Microsoft.EntityFrameworkCore;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Patterns;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Benchmarks.Cases;

/// <summary>BulkInsertAsync beside that of EFCore.BulkExtensions, into a table without slices or leaves.</summary>
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
                () => StoreAsync(database, rows, (context, recommendations) => context.BulkInsertAsync(recommendations, cancellationToken)),
                () => StoreAsync(database, rows, (context, recommendations) =>
                    DbContextBulkExtensions.BulkInsertAsync(context, recommendations, cancellationToken: cancellationToken)),
                cancellationToken),
        ];
    }

    private static async Task<double> StoreAsync(
        BenchmarkDatabase database, int count, Func<DbContext, List<Recommendation>, Task> store)
    {
        await database.ExecuteAsync("TRUNCATE recommendations; CHECKPOINT");
        var recommendations = Enumerable.Range(0, count).Select(i => Build.Recommendation($"Split method {i}")).ToList();
        // The other library leaves the tenant to its caller.
        foreach (var recommendation in recommendations)
            recommendation.BelongTo(Tenants.Default);

        await using var context = database.CreateContext(database.Owner);
        return await Speed.OfAsync(count, () => store(context, recommendations));
    }
}
#endif
