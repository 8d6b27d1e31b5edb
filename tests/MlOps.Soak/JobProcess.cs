using System.Globalization;
using MlOps.Persistence.Jobs;
using Npgsql;

namespace MlOps.Soak;

/// <summary>A process that runs what is due at given times, the oldest first, until nothing is due any more.</summary>
internal static class JobProcess
{
    public const string Run = "jobs";

    /// <summary>Short, so that others go on soon after a process was killed.</summary>
    private static readonly JobRunnerOptions Options = new()
    {
        LeaseTime = TimeSpan.FromSeconds(2),
        RetryDelay = TimeSpan.FromMilliseconds(100),
    };

    public static async Task RunAsync(string connection, string from, string to)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var runner = new JobRunner(_ => Contexts.Create(source), Options);
        var (now, last) = (Parse(from), Parse(to));
        while (true)
        {
            foreach (var run in await runner.RunDueAsync(now))
                Console.WriteLine($"{run.Job} {run.DueAt:O} {run.Error}");

            now = now < last ? now.AddHours(1) : last;
            await Task.Delay(20);
        }
    }

    private static DateTimeOffset Parse(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
