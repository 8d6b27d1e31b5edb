using System.Diagnostics;
using System.Reflection;
using MlOps.Benchmarks.Baselines;
using MlOps.Benchmarks.Measuring;
using Npgsql;

namespace MlOps.Benchmarks.Cases;

/// <summary>
/// What a process waits for before it can work: the first query, with and without a compiled model, and `mlops migrate` on a database
/// that is up to date, with and without the fingerprint that says so.
/// </summary>
internal sealed class StartBenchmark() : Benchmark("start", "whole processes: a first query, and `mlops migrate` with nothing to do")
{
    private const string ForgetFingerprint = "COMMENT ON TABLE mlops_migrations_history IS NULL";

    // The command as it is published: see CompiledAhead.targets.
    private static readonly string Command = typeof(StartBenchmark).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "PublishedCommand").Value!;

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var connectionString = await database.CreateDatabaseAsync();
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        string[] migrate = [Command, "migrate", "--connection", connectionString];
        var firstQuery = await Rounds.RunAsync(
            $"{Name} (first query)", "ms", options.Rounds,
            () => TimeAsync([FirstQuery.Assembly, FirstQuery.Verb, FirstQuery.Compiled, connectionString]),
            () => TimeAsync([FirstQuery.Assembly, FirstQuery.Verb, FirstQuery.Built, connectionString]),
            cancellationToken);
        await TimeAsync(migrate);
        var nothingToDo = await Rounds.RunAsync(
            $"{Name} (migrate)", "ms", options.Rounds,
            () => TimeAsync(migrate),
            async () =>
            {
                await using var forget = dataSource.CreateCommand(ForgetFingerprint);
                await forget.ExecuteNonQueryAsync(cancellationToken);
                return await TimeAsync(migrate);
            },
            cancellationToken);
        await dataSource.DisposeAsync();
        await database.DropDatabaseAsync(connectionString);
        return [firstQuery, nothingToDo with { Target = Target.AtMost(800, "ms") }];
    }

    private static async Task<double> TimeAsync(string[] arguments)
    {
        var start = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(start).TotalMilliseconds
            : throw new InvalidOperationException($"{Path.GetFileName(arguments[0])} {arguments[1]} ended with {process.ExitCode}.");
    }
}
