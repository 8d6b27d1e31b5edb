using System.Diagnostics;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>Emptying a database in which a test has filled few tables: by deletion, beside Respawn.</summary>
internal sealed class ResetBenchmark()
    : Benchmark("reset", "emptying a test database by deletion, beside Respawn: with slices of two months, and of fourteen")
{
    private const string CountTables =
        "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')";

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken) =>
    [
        await MeasureAsync(database, months: 2, Target.AtMost(25, "ms"), options, cancellationToken),
        await MeasureAsync(database, months: 14, Target.AtMost(40, "ms"), options, cancellationToken),
    ];

    private async Task<Result> MeasureAsync(
        BenchmarkDatabase database, int months, Target target, RunOptions options, CancellationToken cancellationToken)
    {
        var connectionString = await database.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using (var context = database.CreateContext(dataSource))
            await new SliceMaintenance(context).EnsureAsync(Population.Start, Population.Start.AddMonths(months), cancellationToken);

        await using var count = dataSource.CreateCommand(CountTables);
        var tables = await count.ExecuteScalarAsync(cancellationToken);
        var deletion = DatabaseReset.ByDeletion(dataSource);
        var respawn = await DatabaseReset.ByRespawnAsync(dataSource, cancellationToken);
        var result = await Rounds.RunAsync(
            $"{Name} ({tables} tables)",
            "ms",
            options.Rounds,
            () => TimeAsync(database, dataSource, deletion, cancellationToken),
            () => TimeAsync(database, dataSource, respawn, cancellationToken),
            cancellationToken);
        await dataSource.DisposeAsync();
        await database.DropDatabaseAsync(connectionString);
        return result with { Target = target };
    }

    private static async Task<double> TimeAsync(
        BenchmarkDatabase database, NpgsqlDataSource dataSource, DatabaseReset reset, CancellationToken cancellationToken)
    {
        await using (var context = database.CreateContext(dataSource))
        {
            var model = Model.Register("credit-risk", "classification", "onnx", Population.Start, "ann");
            context.AddRange(model, ModelVersion.Begin(model, "1", Population.Start));
            await context.SaveChangesAsync(cancellationToken);
            await context.BulkInsertAsync(
                Enumerable.Range(0, 100).Select(number => Prediction.ForService("plain", "quality", number, Population.Start)),
                cancellationToken);
        }

        var start = Stopwatch.GetTimestamp();
        await reset.RunAsync(cancellationToken);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
