using System.Diagnostics;
using MlOps.Domain.Predictions;
using MlOps.Migrator.Tests.ArchiveFiles;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.Killed;

/// <summary>A few of the kills that scripts/long makes.</summary>
[OneVersionIsEnough]
public sealed class KilledArchiveTests(TestDatabase database) : ArchivedMonth(database)
{
    private const int Predictions = 3000;

    private static readonly TimeSpan UsualDuration = TimeSpan.FromSeconds(2);

    private static readonly int Kills =
        int.TryParse(Environment.GetEnvironmentVariable("MLOPS_ARCHIVE_KILLS"), out var kills) ? kills : 5;

    private readonly CommandLine _mlops = new("unused");
    private readonly Random _random = new(1);
    private readonly Dictionary<string, TimeSpan> _durations = [];

    private string[][] Round =>
    [
        ["archive", "export", Root, Slice, "--to", Files],
        ["archive", "purge", Root, Slice, "--from", Files],
        ["archive", "restore", Root, Slice, "--from", Files],
        ["archive", "move", Root, Slice],
    ];

    [Fact]
    public async Task Whatever_is_killed_no_row_is_lost_and_the_next_run_completes()
    {
        await StoreMoreAsync();
        var rows = await FindRowsAsync();
        for (var kill = 0; kill < Kills; kill++)
        {
            var verb = Round[kill % Round.Length];
            // Else there would be nothing to export.
            if (verb[1] == "export" && Directory.Exists(Files))
                Directory.Delete(Files, recursive: true);

            await KillAsync(verb);
            Assert.Equal(rows, await FindRowsAsync());
            await CompleteAsync(verb);
            Assert.Equal(rows, await FindRowsAsync());
        }

        Assert.Empty(Directory.GetFiles(Files, "*.partial", SearchOption.AllDirectories));
    }

    private async Task CompleteAsync(string[] verb)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await _mlops.RunAsync([.. verb, "--connection", Database.OwnerConnectionString]);
        Assert.True(result.ExitCode == 0, result.ToString());
        _durations[verb[1]] = Stopwatch.GetElapsedTime(start);
    }

    // From the start of the process to about its end.
    private async Task KillAsync(string[] verb)
    {
        var moment = _random.NextDouble() * _durations.GetValueOrDefault(verb[1], UsualDuration);
        var start = Stopwatch.GetTimestamp();
        using var process = _mlops.Start([.. verb, "--connection", Database.OwnerConnectionString]);
        await Polling.UntilAsync(
            () => Task.FromResult(process.HasExited || Stopwatch.GetElapsedTime(start) >= moment), "the moment has come");
        if (!process.HasExited)
            process.Kill();

        await process.WaitForExitAsync();
        await Polling.UntilAsync(
            async () => await Database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()")
                == 0,
            "the server has noticed that its client has ended");
    }

    // In the one place that has them, and in no two of the database.
    private async Task<IReadOnlyList<string>> FindRowsAsync()
    {
        var schemas = await Database.ColumnAsync(
            $"SELECT relnamespace::regnamespace::text FROM pg_class WHERE relname = '{Root}_{Slice}'");
        if (schemas is [var schema])
            return await HashesAsync(schema);

        Assert.Empty(schemas);
        // The files alone have them: they are whole, and come back.
        var result = await CommandInProcess.RunAsync(
            "archive", "restore", Root, Slice, "--from", Files, "--connection", Database.OwnerConnectionString);
        Assert.True(result.ExitCode == 0, result.ToString());
        var hashes = await HashesAsync("public");
        foreach (var verb in (string[][])[["move"], ["purge", "--from", Files]])
            await RunAsync(["archive", verb[0], Root, Slice, .. verb[1..]]);

        return hashes;
    }

    private async Task StoreMoreAsync()
    {
        await RunAsync("archive", "restore", Root, Slice);
        await using var context = Database.CreateContext();
        var more = Enumerable.Range(0, Predictions).Select(i => Build.OraclePrediction(i, Month.AddMinutes(i))).ToList();
        await context.BulkInsertAsync<Prediction>(more);
        await context.BulkInsertAsync(more.Select(prediction => Build.Feedback(prediction, at: Month)));
        await RunAsync("archive", "move", Root, Slice);
    }
}
