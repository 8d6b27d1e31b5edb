using System.Diagnostics;
using MlOps.Benchmarks.Measuring;
using MlOps.Domain.Features;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>A month of predictions moves to the archive and back while others write, beside a script that copies and deletes it.</summary>
internal sealed class ArchiveBenchmark()
    : Benchmark(
        "archive",
        "how long a slice of --rows predictions with 10 numbers, a leaf and feedback on a tenth takes to the archive, beside a copy")
{
    private const int DefaultRows = 10_000_000;
    private const int Writers = 2;
    private const string Root = "ml_predictions";

    // 200 writes a second together.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(5);
    private static readonly FeatureSchema Schema = FeatureSchema.Define(
        "archived", 1, Population.Start, [.. Enumerable.Range(0, 10).Select(i => FeatureDefinition.Number(TypedPopulation.NameOf(i)))]);

    private static readonly Slice Slice = Slice.Containing(Population.Start.AddYears(-1), SliceInterval.Month);

    // The script of hand-written schemas, for all tables, in the order that their keys need.
    private static readonly string[] CopyAndDelete =
    [
        $"CREATE TABLE old_predictions AS SELECT * FROM ml_predictions WHERE created_at < '{Slice.End:O}'",
        $"CREATE TABLE old_leaves AS SELECT * FROM oracle_ml_predictions WHERE id IN (SELECT id FROM old_predictions)",
        $"CREATE TABLE old_feedback AS SELECT * FROM ml_feedback WHERE prediction_id IN (SELECT id FROM old_predictions)",
        "DELETE FROM ml_feedback WHERE prediction_id IN (SELECT id FROM old_predictions)",
        "DELETE FROM oracle_ml_predictions WHERE id IN (SELECT id FROM old_predictions)",
        $"DELETE FROM ml_predictions WHERE created_at < '{Slice.End:O}'",
        "DROP TABLE old_predictions, old_leaves, old_feedback",
    ];

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var rows = options.Rows ?? DefaultRows;
        await FillAsync(database, rows, cancellationToken);
        var (archived, restored, slowest, idle) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds; round++)
        {
            idle.Add((await WriteWhileAsync(database, () => Task.Delay(Undisturbed, cancellationToken))).Slowest);
            var there = await WriteWhileAsync(database, () => MoveAsync(database, archive => archive.ArchiveAsync(Root, Slice.Suffix)));
            var back = await WriteWhileAsync(database, () => MoveAsync(database, archive => archive.RestoreAsync(Root, Slice.Suffix)));
            archived.Add(there.Seconds);
            restored.Add(back.Seconds);
            slowest.Add(Math.Max(there.Slowest, back.Slowest));
        }

        var start = Stopwatch.GetTimestamp();
        foreach (var statement in CopyAndDelete)
            await database.ExecuteAsync(statement);

        var copied = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return
        [
            Compare("to the archive", Rounds.Median(archived), Target.RatioAtMost(0.01)),
            Compare("to the archive, worst round", archived.Max(), Target.AtMost(1, "s")),
            Compare("back", Rounds.Median(restored), null),
            new($"{Name} (slowest of 200 writes a second)", slowest.Max(), idle.Max(), null, "ms", Target.AtMost(100, "ms")),
        ];

        Result Compare(string what, double seconds, Target? target) =>
            new($"{Name} ({what})", seconds, copied, seconds / copied, "s", target);
    }

    private static async Task MoveAsync(BenchmarkDatabase database, Func<SliceArchive, Task<bool>> move)
    {
        await using var context = database.CreateContext(database.Owner);
        if (!await move(new SliceArchive(context)))
            throw new InvalidOperationException("The slice was where it should go.");
    }

    // The server makes the rows itself, which is faster, and fills the partitions that a bulk insert would.
    private static async Task FillAsync(BenchmarkDatabase database, int rows, CancellationToken cancellationToken)
    {
        await database.ResetAsync();
        await using (var context = database.CreateContext(database.Owner))
        {
            await new SliceMaintenance(context).CompleteAsync(Root, Slice.Suffix, cancellationToken);
            if (await context.FeatureSchemas.FindAsync([context.TenantId, Schema.Id], cancellationToken) is null)
                context.Add(Schema);

            await context.SaveChangesAsync(cancellationToken);
        }

        var span = (Slice.End - Slice.Start).TotalMilliseconds / rows;
        await database.ExecuteAsync(
            $"""
            CREATE UNLOGGED TABLE made AS
            SELECT (overlay(overlay(gen_random_uuid()::text PLACING left(hex, 8) || '-' || right(hex, 4) FROM 1 FOR 13) PLACING '7' FROM 15 FOR 1))::uuid
                AS id, to_timestamp(ms / 1000.0) AS at, i
            FROM (SELECT i, ms, lpad(to_hex(ms), 12, '0') AS hex
                FROM (SELECT i, {Slice.Start.ToUnixTimeMilliseconds()} + (i::float8 * {span:R})::bigint AS ms FROM generate_series(0, {rows - 1}) AS i) AS times) AS texts
            ORDER BY i;
            INSERT INTO ml_predictions_{Slice.Suffix} (tenant_id, id, created_at, service_name, prediction_type, predicted_value, confidence, source,
                revision, feature_schema_id, features)
            SELECT '{Tenants.Default}', id, at, 'scoring', 'score', i, 0.5, 'ml_model', 0, '{Schema.Id}',
                ARRAY[i, i + 1, i + 2, i + 3, i + 4, i + 5, i + 6, i + 7, i + 8, i + 9] FROM made;
            INSERT INTO oracle_ml_predictions_{Slice.Suffix} (tenant_id, id, query) SELECT '{Tenants.Default}', id, 'q' FROM made;
            INSERT INTO ml_feedback_{Slice.Suffix} (tenant_id, id, created_at, prediction_id, source, rating)
            SELECT '{Tenants.Default}', id, at, id, 'user', 4 FROM made WHERE i % 10 = 0;
            DROP TABLE made
            """);
        await database.ExecuteAsync("VACUUM ANALYZE");
        await database.ExecuteAsync("CHECKPOINT");
    }

    private static async Task<(double Seconds, double Slowest)> WriteWhileAsync(BenchmarkDatabase database, Func<Task> work)
    {
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, Writers).Select(_ => Task.Run(() => WriteUntilAsync(database, stop.Token))).ToList();
        await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
        var start = Stopwatch.GetTimestamp();
        await work();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await stop.CancelAsync();
        return (seconds, (await Task.WhenAll(writers)).Max());
    }

    // One row after the other through the parent, each in a transaction of its own, as an application does. A failure ends the benchmark.
    private static async Task<double> WriteUntilAsync(BenchmarkDatabase database, CancellationToken stop)
    {
        var slowest = 0.0;
        await using var connection = await database.App.OpenConnectionAsync(CancellationToken.None);
        await using (var tenant = new NpgsqlCommand($"SELECT set_config('mlops.tenant_id', '{Tenants.Default}', false)", connection))
            await tenant.ExecuteNonQueryAsync(CancellationToken.None);

        await using var insert = new NpgsqlCommand(
            "INSERT INTO ml_predictions (tenant_id, id, created_at, service_name, prediction_type, predicted_value, source, revision) " +
            $"VALUES ('{Tenants.Default}', $1, '{Population.Start:O}', 'ranking', 'relevance', 1, 'ml_model', 0)",
            connection);
        var id = insert.Parameters.Add(new NpgsqlParameter<Guid>());
        using var pace = new PeriodicTimer(Pace);
        while (!stop.IsCancellationRequested)
        {
            await pace.WaitForNextTickAsync(CancellationToken.None);
            id.Value = Guid.CreateVersion7(Population.Start);
            var start = Stopwatch.GetTimestamp();
            await insert.ExecuteNonQueryAsync(CancellationToken.None);
            slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return slowest;
    }
}
