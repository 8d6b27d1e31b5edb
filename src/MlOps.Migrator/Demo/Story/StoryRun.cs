using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo.Story;

/// <summary>Plays the days of the demo, one after the other, up to the present. It goes on where the run before it ended.</summary>
internal sealed class StoryRun(TenantDatabase database, Calendar calendar, Traffic traffic, StoryJobs jobs, Plot plot)
{
    // Each takes about a second, and a slice must be there for each.
    private const int MostDays = 45;

    // What arrived in the last second is not looked at yet.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1.2);

    /// <summary>Plays the days that are over.</summary>
    /// <returns>How many days these were.</returns>
    public async Task<int> PlayDaysAsync(DateTimeOffset now, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (first, last) = (await FindOpenDayAsync(cancellationToken), calendar.CountEnded(now));
        if (last - first >= MostDays)
            throw Refuse($"ended on {calendar.StartOf(first):yyyy-MM-dd}, more than {MostDays} days ago");

        if (first <= Calendar.Days && await IsWatchedAfterAsync(calendar.EndOf(first), cancellationToken))
            throw Refuse("was stopped, and jobs have run since then for days that were not played");

        // What they measure is how it is now. Nobody misses them on the days of the past.
        await jobs.RunOfThePresentAsync(now, cancellationToken);
        for (var day = first; day <= last; day++)
        {
            await traffic.WriteAsync(calendar.WindowOf(day));
            await jobs.RunAsync(calendar.JobsOf(day), cancellationToken);
            await plot.ActAsync(day);
            progress.Report((day - first + 1.0) / (last - first + 1));
        }

        return Math.Max(0, last - first + 1);
    }

    /// <summary>Plays what there has been of the days that are not over, and lets all jobs catch up.</summary>
    public async Task PlayTodayAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        for (var start = calendar.EndOf(calendar.CountEnded(now)); start < now; start = start.AddDays(1))
            await traffic.WriteAsync(new TimeWindow(start, start.AddDays(1) < now ? start.AddDays(1) : now));

        await jobs.RunLateRowsAsync(now, cancellationToken);
        await Task.Delay(Settling, cancellationToken);
        await jobs.RunOfThePresentAsync(now, cancellationToken);
        await jobs.RunLateRowsAsync(now, cancellationToken);
        await jobs.RunAsync(now, cancellationToken);
    }

    // The first day of which a service may lack something. Rows of others do not count.
    private async Task<int> FindOpenDayAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var latest = await context.Predictions
            .Where(row => row.RequestId!.StartsWith(Case.RequestPrefix))
            .GroupBy(row => row.ServiceName)
            .Select(rows => rows.Max(row => row.CreatedAt))
            .ToListAsync(cancellationToken);
        return latest.Count < DemoServices.All.Count ? 1 : Math.Max(1, calendar.DayOf(latest.Min()));
    }

    private async Task<bool> IsWatchedAfterAsync(DateTimeOffset end, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await context.MonitoringRuns.AnyAsync(run => run.Timestamp > end.AddSeconds(1), cancellationToken);
    }

    private MlOpsException Refuse(string what) =>
        new(MlOpsError.Configuration, $"The demo in the {database.Target} {what}. {OtherDatabase.Suggest(database)}");
}
