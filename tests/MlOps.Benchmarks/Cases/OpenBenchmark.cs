using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>A request that asks one thing: a context is made, opens a pooled connection, and sends a query.</summary>
internal sealed class OpenBenchmark()
    : Benchmark("open", "one query of a new context whose session starts with its tenant, beside one that sets it")
{
    private const int Queries = 1000;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionStringAs(MlOpsRoles.App));
        StartupOptions.Add(settings, Tenants.Default);
        await using var started = NpgsqlDataSource.Create(settings);
        return
        [
            await Rounds.RunAsync(
                Name, "us", options.Rounds,
                () => TimeAsync(database, started, cancellationToken),
                () => TimeAsync(database, database.App, cancellationToken),
                cancellationToken),
        ];
    }

    private static async Task<double> TimeAsync(
        BenchmarkDatabase database, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var time = await Speed.TimeAsync(async () =>
        {
            for (var i = 0; i < Queries; i++)
            {
                await using var context = database.CreateContext(dataSource);
                await context.Models.FindAsync([Tenants.Default, Guid.Empty], cancellationToken);
            }
        });
        return time.TotalMicroseconds / Queries;
    }
}
