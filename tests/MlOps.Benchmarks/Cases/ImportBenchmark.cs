using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Tenancy;
using MlOps.Import;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>An import, beside a COPY out of the old table and into the slice, both written by hand and piped together.</summary>
internal sealed class ImportBenchmark()
    : Benchmark("import", "DatabaseImport of predictions beside a hand-written COPY from the old table into the slice")
{
    private const string Columns =
        "service_name, prediction_type, predicted_value, confidence, context, model_version, source, inference_time_ms, created_at";

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? 100_000;
        var connection = await database.CreateEmptyDatabaseAsync();
        try
        {
            await using var source = NpgsqlDataSource.Create(connection);
            await using (var fill = source.CreateCommand(OldTable.Fill(Population.Start, rows)))
                await fill.ExecuteNonQueryAsync(cancellationToken);

            return
            [
                await Rounds.RunAsync(
                    Name, Speed.Unit, options.Rounds,
                    () => MeasureAsync(database, rows, () => ImportAsync(source, database, rows, cancellationToken)),
                    () => MeasureAsync(database, rows, () => CopyAsync(source, database, cancellationToken)),
                    cancellationToken),
            ];
        }
        finally
        {
            await database.ResetAsync();
            await database.DropDatabaseAsync(connection);
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

    private static async Task CopyAsync(NpgsqlDataSource source, BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        await using var from = await source.OpenConnectionAsync(cancellationToken);
        await using var to = await database.Service.OpenConnectionAsync(cancellationToken);
        await using var reader = await from.BeginRawBinaryCopyAsync(
            $"COPY (SELECT '{Tenants.Default}'::uuid, prediction_id, 0, {Columns} FROM ml_predictions) TO STDOUT (FORMAT BINARY)",
                cancellationToken);
        await using var writer = await to.BeginRawBinaryCopyAsync(
            $"COPY ml_predictions_{Population.Slice.Suffix} (tenant_id, id, revision, {Columns}) FROM STDIN (FORMAT BINARY)",
                cancellationToken);
        await reader.CopyToAsync(writer, 1 << 16, cancellationToken);
    }
}
