using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Tenancy;
using MlOps.Import;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>Imports, beside a COPY out of the old table and into the table of ours, both written by hand and piped together.</summary>
internal sealed class ImportBenchmark()
    : Benchmark("import", "DatabaseImport of predictions and of metrics beside a hand-written COPY from the old table into ours")
{
    private const string PredictionColumns =
        "service_name, prediction_type, predicted_value, confidence, context, model_version, source, inference_time_ms, created_at";

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? 100_000;
        return
        [
            await CompareAsync(
                Name,
                OldTable.OfPredictions(Population.Start, rows),
                $"SELECT '{Tenants.Default}'::uuid, prediction_id, 0, {PredictionColumns} FROM ml_predictions",
                $"ml_predictions_{Population.Slice.Suffix} (tenant_id, id, revision, {PredictionColumns})"),
            await CompareAsync(
                $"{Name} (metrics)",
                OldTable.OfMetrics(Population.Start, rows),
                $"SELECT '{Tenants.Default}'::uuid, metric_id, source, metric_name, metric_value, unit, recorded_at " +
                "FROM system_performance_metrics",
                $"system_performance_metrics_{Slice.Containing(Population.Start, SliceInterval.Day).Suffix} " +
                "(tenant_id, id, source, metric_name, value, unit, created_at)"),
        ];

        async Task<Result> CompareAsync(string name, string fill, string from, string into)
        {
            var connection = await database.CreateEmptyDatabaseAsync();
            try
            {
                await using var source = NpgsqlDataSource.Create(connection);
                await using (var command = source.CreateCommand(fill))
                {
                    command.CommandTimeout = 0;
                    await command.ExecuteNonQueryAsync(cancellationToken);
                }

                return await Rounds.RunAsync(
                    name, Speed.Unit, options.Rounds,
                    () => MeasureAsync(database, rows, () => ImportAsync(source, database, rows, cancellationToken)),
                    () => MeasureAsync(database, rows, () => CopyAsync(source, database, from, into, cancellationToken)),
                    cancellationToken);
            }
            finally
            {
                await database.ResetAsync();
                await database.DropDatabaseAsync(connection);
            }
        }
    }

    private static async Task<double> MeasureAsync(BenchmarkDatabase database, int rows, Func<Task> work)
    {
        await database.ResetAsync();
        return await Speed.OfAsync(rows, work);
    }

    private static async Task ImportAsync(
        NpgsqlDataSource source, BenchmarkDatabase database, int rows, CancellationToken cancellationToken)
    {
        var report = await new DatabaseImport(source, tenant => database.CreateContext(database.Service, tenant), new ImportOptions())
            .RunAsync(cancellationToken);
        if (report.Tables.Sum(table => table.Imported) != rows)
            throw new InvalidOperationException($"Of {rows} rows {report.Tables.Sum(table => table.Imported)} were imported.");
    }

    private static async Task CopyAsync(
        NpgsqlDataSource source, BenchmarkDatabase database, string from, string into, CancellationToken cancellationToken)
    {
        await using var reading = await source.OpenConnectionAsync(cancellationToken);
        await using var writing = await database.Service.OpenConnectionAsync(cancellationToken);
        await using var reader = await reading.BeginRawBinaryCopyAsync($"COPY ({from}) TO STDOUT (FORMAT BINARY)", cancellationToken);
        await using var writer = await writing.BeginRawBinaryCopyAsync($"COPY {into} FROM STDIN (FORMAT BINARY)", cancellationToken);
        await reader.CopyToAsync(writer, 1 << 16, cancellationToken);
    }
}
