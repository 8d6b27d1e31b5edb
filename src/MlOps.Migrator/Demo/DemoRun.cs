using Microsoft.EntityFrameworkCore;
using MlOps.Migrator.Demo.Story;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;

namespace MlOps.Migrator.Demo;

/// <summary>
/// Two weeks in the life of six services, up to now. Each step stores what it does in transactions of its own, and does nothing if that is
/// stored already, so that the next run goes on where this one ends or was killed.
/// </summary>
internal sealed class DemoRun(
    ContextFactory contexts, TenantDatabase database, TimeProvider clock, Steps steps, CancellationToken cancellationToken)
{
    /// <summary>Plays the days that were not played before.</summary>
    public async Task<Calendar> RunAsync()
    {
        await using var context = database.CreateContext();
        await DemoGuard.RefuseForeignDataAsync(context, database, cancellationToken);
        await steps.RunAsync("Upgrade the schema", () => UpgradeAsync(context));
        await using var alone = await DemoLock.TakeAsync(database, steps, cancellationToken);
        // Another demo may have run until now.
        var now = clock.GetUtcNow();
        var calendar = await FindCalendarAsync(context) ?? Calendar.EndingAt(now);
        await steps.RunAsync(
            "Fit and register the first models",
            _ => new Beginning(context, calendar, cancellationToken).EnsureAsync(),
            count => $"{count}");
        await using var host = await WriterHost.StartAsync(contexts, database.ConnectionString, cancellationToken);
        var traffic = new Traffic(database, host.Writer, new CaseBook(calendar), cancellationToken);
        var story = new StoryRun(database, calendar, traffic, new StoryJobs(database), CreatePlot(traffic, calendar));
        await steps.RunAsync(
            "Play the days that are over", progress => story.PlayDaysAsync(now, progress, cancellationToken), days => $"{days}");
        await steps.RunAsync("Play today up to now, and refresh the views", () => PlayTodayAsync(story, now));
        if (traffic.Unanswered > 0)
            await steps.RunAsync(
                "Requests without a version that the demo can answer with",
                _ => Task.FromResult(traffic.Unanswered),
                count => $"{count}");

        return calendar;
    }

    private Plot CreatePlot(Traffic traffic, Calendar calendar)
    {
        var reviewer = new Reviewer(contexts, database.ConnectionString, database.TenantId);
        return new Plot(
            new People(database, reviewer, cancellationToken), new Pipeline(database, traffic, cancellationToken), calendar);
    }

    private async Task<bool> PlayTodayAsync(StoryRun story, DateTimeOffset now)
    {
        await story.PlayTodayAsync(now, cancellationToken);
        return true;
    }

    // The jobs and rules of a new database begin with day 1.
    private Task<SchemaReport> UpgradeAsync(MlOpsDbContext context)
    {
        var (now, begins) = (clock.GetUtcNow(), new StoryClock());
        begins.Set(Calendar.EndingAt(now).Registered);
        return new SchemaUpgrade(context, begins).RunAsync(
            Calendar.EndingAt(now).PastStart, now.AddMonths(1), cancellationToken: cancellationToken);
    }

    // A demo that was begun here before has registered its models just before day 1.
    private async Task<Calendar?> FindCalendarAsync(MlOpsDbContext context) =>
        await context.Models.MinAsync(model => (DateTimeOffset?)model.CreatedAt, cancellationToken) is { } at ? Calendar.Of(at) : null;
}
