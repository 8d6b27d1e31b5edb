using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>Histograms of typed predictions where the data is, beside reading the values and computing the same in C#.</summary>
internal sealed class DriftBenchmark()
    : Benchmark("drift", "PSI of 10 features of --rows typed predictions by mlops_drifts, beside reading the values and computing it in C#")
{
    private const int Features = 10;
    private const int Segments = 20;
    private const int Chunk = 50_000;

    private static readonly string[] Names = [.. Enumerable.Range(0, Features).Select(TypedPopulation.NameOf)];

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? 1_000_000;
        var (middle, end) = (Population.Start + (rows / 2 * Population.Pace), Population.Start + (rows * Population.Pace));
        await database.ResetAsync();
        await FillAsync(database, rows, cancellationToken);
        double[] inSql = [], inCSharp = [];
        async Task<double> AskAsync(string more) =>
            await SecondsAsync(async () => inSql = await AskServerAsync(database, middle, end, more, cancellationToken));
        async Task<double> ReadAsync() =>
            await SecondsAsync(async () => inCSharp = await ReadAllAsync(database, middle, end, cancellationToken));

        var whole = await Rounds.RunAsync(Name, "s", options.Rounds, () => AskAsync(""), ReadAsync, cancellationToken);
        if (inSql.Zip(inCSharp).Any(pair => Math.Abs(pair.First - pair.Second) > 1e-9 * Math.Abs(pair.Second)))
            throw new InvalidOperationException("The server and C# have different statistics of the same rows.");

        var segments = await Rounds.RunAsync(
            $"{Name} ({Segments} segments)", "s", options.Rounds,
            () => AskAsync(", segment => 'model_version'"), () => AskAsync(""),
            cancellationToken);
        var (ours, theirs) = (await PeakMemory.WhileAsync(() => AskAsync("")), await PeakMemory.WhileAsync(ReadAsync));
        await database.ResetAsync();
        return
        [
            whole with { Target = Target.AtMost(6, "s") },
            segments with { Target = Target.AtMost(6, "s") },
            new Result($"{Name} (memory of the client)", ours.WorkingSet, theirs.WorkingSet, null, PeakMemory.Unit),
        ];
    }

    private static async Task FillAsync(BenchmarkDatabase database, int rows, CancellationToken cancellationToken)
    {
        await using (var context = database.CreateContext(database.Service))
        {
            if (await context.FeatureSchemas.FindAsync([context.TenantId, TypedPopulation.Schema.Id], cancellationToken) is null)
                context.Add(TypedPopulation.Schema);

            await context.SaveChangesAsync(cancellationToken);
        }

        foreach (var chunk in Enumerable.Range(0, rows).Chunk(Chunk))
        {
            await using var context = database.CreateContext(database.Service);
            await context.BulkInsertAsync([.. chunk.Select(i => TypedPopulation.At(i, $"2.4.{i % Segments}"))], cancellationToken);
        }

        await database.ExecuteAsync("VACUUM ANALYZE ml_predictions; CHECKPOINT");
    }

    private static async Task<double[]> AskServerAsync(
        BenchmarkDatabase database, DateTimeOffset middle, DateTimeOffset end, string more, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(database, cancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT statistic FROM mlops_drifts(service => 'scoring', from_time => @middle, to_time => @end,
                reference_from => @start, reference_to => @middle, features => @features{more})
            """,
            connection);
        AddParameters(command, middle, end);
        command.Parameters.AddWithValue("features", Names);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var statistics = new List<double>();
        while (await reader.ReadAsync(cancellationToken))
            statistics.Add(reader.GetDouble(0));

        return [.. statistics];
    }

    private static async Task<double[]> ReadAllAsync(
        BenchmarkDatabase database, DateTimeOffset middle, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var values = new List<double?>[2 * Features];
        for (var at = 0; at < values.Length; at++)
            values[at] = [];

        await using var connection = await OpenAsync(database, cancellationToken);
        await using var command = new NpgsqlCommand(
            $"""
            SELECT created_at >= @middle, {string.Join(", ", Enumerable.Range(1, Features).Select(place => $"features[{place}]"))}
            FROM ml_predictions WHERE service_name = 'scoring' AND created_at >= @start AND created_at < @end
            """,
            connection);
        AddParameters(command, middle, end);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var side = reader.GetBoolean(0) ? Features : 0;
            for (var at = 0; at < Features; at++)
                values[side + at].Add(reader.IsDBNull(at + 1) ? null : reader.GetDouble(at + 1));
        }

        return
        [
            .. Enumerable.Range(0, Features).Select(at => NumberDrift.Measure(
                DriftMethods.PsiSturges,
                NumberSample.FromValues(values[at]),
                NumberSample.FromValues(values[Features + at])).Statistic ?? 0),
        ];
    }

    private static async Task<NpgsqlConnection> OpenAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        var connection = await database.App.OpenConnectionAsync(cancellationToken);
        await using var tenant = new NpgsqlCommand($"SET {MlOpsPostgresFeatures.TenantSetting} = '{Tenants.Default}'", connection);
        await tenant.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    private static void AddParameters(NpgsqlCommand command, DateTimeOffset middle, DateTimeOffset end)
    {
        command.CommandTimeout = 0;
        command.Parameters.AddWithValue("start", Population.Start);
        command.Parameters.AddWithValue("middle", middle);
        command.Parameters.AddWithValue("end", end);
    }

    private static async Task<double> SecondsAsync(Func<Task> work) => (await Speed.TimeAsync(work)).TotalSeconds;
}
