using MlOps.Benchmarks.Measuring;
using MlOps.Benchmarks.Queries;

namespace MlOps.Benchmarks.Cases;

/// <summary>What an operator waits for: whole processes of the command.</summary>
internal sealed class VerbsBenchmark()
    : Benchmark(
        "verbs", "how long the verbs of an operator take on --days of data at --scale, beside the same verbs on an empty database")
{
    // `health` ends with 1 or 2 if something is not well.
    private const int SaysWhatItFound = 2;

    private static readonly string[] Verbs =
    [
        "status", "health", "performance", "verify", "review weekly", "quality run", "partitions list", "partitions ensure",
        "views refresh", "retention run --dry-run", "archive list", "migrate --dry-run", "cleanup test-data --source nobody --dry-run",
        "cleanup analyze", "cleanup vacuum",
    ];

    public override async Task<IReadOnlyList<Result>> RunAsync(
        BenchmarkDatabase database, RunOptions options, CancellationToken cancellationToken)
    {
        var (full, empty) = (await database.CreateDatabaseAsync(), await database.CreateDatabaseAsync());
        var backups = Directory.CreateTempSubdirectory("mlops-benchmark-backups-");
        try
        {
            await GeneratedData.StoreAsync(full, options, cancellationToken);
            var results = new List<Result>();
            foreach (var verb in Verbs)
                results.Add(await CompareAsync(verb, options.Rounds, TimeOn(full, verb), TimeOn(empty, verb), cancellationToken));

            var create = $"backup create --keep 1 --to {backups.FullName}";
            results.Add(await CompareAsync(
                "backup create, beside pg_dump", options.Rounds, TimeOn(full, create), TimeOn(full, $"{create} --pg-dump"),
                cancellationToken));
            return results;
        }
        finally
        {
            backups.Delete(recursive: true);
            await database.DropDatabaseAsync(full);
            await database.DropDatabaseAsync(empty);
        }
    }

    private Task<Result> CompareAsync(
        string verb, int rounds, Func<Task<double>> ours, Func<Task<double>> baseline, CancellationToken cancellationToken) =>
        Rounds.RunAsync($"{Name} ({verb})", "ms", rounds, ours, baseline, cancellationToken);

    private static Func<Task<double>> TimeOn(string connectionString, string verb) => () =>
        WholeProcess.TimeAsync([WholeProcess.Command, .. verb.Split(' '), "--connection", connectionString], SaysWhatItFound);
}
