using Microsoft.EntityFrameworkCore;
using MlOps.Benchmarks.Measuring;
using MlOps.Benchmarks.Queries;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>What queries take on days of data, as a role of tenants, so with its policies.</summary>
internal sealed class QueriesBenchmark()
    : Benchmark(
        "queries", "the p95 of each kind of query on --days of data at --scale, beside the target of the schema that MlOps replaces")
{
    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var connection = await database.CreateDatabaseAsync();
        try
        {
            return await RunAsync(database, connection, options, cancellationToken);
        }
        finally
        {
            await database.DropDatabaseAsync(connection);
        }
    }

    private static async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, string connection, RunOptions options, CancellationToken cancellationToken)
    {
        var plan = await GeneratedData.StoreAsync(connection, options, cancellationToken);
        await using var owner = NpgsqlDataSource.Create(connection);
        QueryParameters parameters;
        await using (var context = database.CreateContext(owner))
            parameters = await QueryParameters.ReadAsync(context, plan, cancellationToken);

        await using var app = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connection) { Options = $"-c role={MlOpsRoles.App}" }.ConnectionString);
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(app);
        var results = new List<Result>();
        foreach (var query in new QueryCatalogue(parameters).All)
            results.Add(await query.MeasureAsync(() => new MlOpsDbContext(builder.Options), cancellationToken));

        return results;
    }
}
