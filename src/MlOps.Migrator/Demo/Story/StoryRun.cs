using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Story;

/// <summary>Plays the days of the demo, one after the other, up to the present. It goes on where the run before it ended.</summary>
internal sealed class StoryRun(TenantDatabase database, Calendar calendar, Traffic traffic, StoryJobs jobs, PresentMeasures present, Plot plot)
{
    /// <summary>Plays the days that are over.</summary>
    /// <returns>How many days these were.</returns>
    public async Task<int> PlayDaysAsync(DateTimeOffset now, IProgress<double> progress, CancellationToken cancellationToken)
    {
        var (first, last) = (await FindOpenDayAsync(cancellationToken), calendar.CountEnded(now));
        await present.PauseAsync(calendar.Registered, until: now);
        for (var day = first; day <= last; day++)
        {
            await traffic.WriteAsync(calendar.WindowOf(day));
            await jobs.RunAsync(calendar.JobsOf(day), cancellationToken);
            await plot.ActAsync(day);
            progress.Report((day - first + 1.0) / (last - first + 1));
        }

        return Math.Max(0, last - first + 1);
    }

    /// <summary>Plays what there has been of the day that is not over, and lets all jobs catch up.</summary>
    public async Task PlayTodayAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var start = calendar.EndOf(calendar.CountEnded(now));
        if (start < now)
            await traffic.WriteAsync(new TimeWindow(start, now));

        await present.ResumeAsync(now);
        await jobs.RunAllAsync(now, cancellationToken);
    }

    // Of the last day that has predictions, something may be missing.
    private async Task<int> FindOpenDayAsync(CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var latest = await context.Predictions.MaxAsync(row => (DateTimeOffset?)row.CreatedAt, cancellationToken);
        return latest is { } at ? Math.Max(1, calendar.DayOf(at)) : 1;
    }
}
