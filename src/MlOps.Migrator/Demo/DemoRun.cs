using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Migrator.Demo.Story;
using MlOps.Migrator.Demo.Training;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;

namespace MlOps.Migrator.Demo;

/// <summary>
/// Two weeks in the life of six services, up to now. Each step stores what it does in transactions of its own, and does nothing if that is
/// stored already, so that the next run goes on where this one ends or was killed.
/// </summary>
internal sealed class DemoRun(ContextFactory contexts, TenantDatabase database, Steps steps, CancellationToken cancellationToken)
{
    private readonly DateTimeOffset _now = database.Services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>Plays the days that were not played before.</summary>
    public async Task<Calendar> RunAsync()
    {
        await using var context = database.CreateContext();
        await DemoGuard.RefuseForeignDataAsync(context, database.Target, cancellationToken);
        var begins = Calendar.EndingAt(_now);
        await steps.RunAsync("Upgrade the schema", () => UpgradeAsync(context, begins));
        await using var turn = await DemoTurn.TakeAsync(database, steps, cancellationToken);
        var calendar = await FindCalendarAsync(context) ?? begins;
        await steps.RunAsync(
            "Fit and register the first models",
            _ => new Beginning(context, calendar, cancellationToken).EnsureAsync(),
            count => $"{count}");

        await using var host = await WriterHost.StartAsync(contexts, database.ConnectionString, cancellationToken);
        var traffic = new Traffic(database, host.Writer, new KnownModels(), calendar, cancellationToken);
        var reviewer = new Reviewer(contexts, database.ConnectionString, database.TenantId);
        var plot = new Plot(
            new People(database, reviewer, cancellationToken), new Pipeline(database, traffic, cancellationToken), calendar);
        var story = new StoryRun(
            database, calendar, traffic, new StoryJobs(database), new PresentMeasures(database, cancellationToken), plot);
        await steps.RunAsync(
            "Play the days that are over", progress => story.PlayDaysAsync(_now, progress, cancellationToken), days => $"{days}");
        await steps.RunAsync("Play today up to now, and refresh the views", _ => PlayTodayAsync(story));
        return calendar;
    }

    private async Task<bool> PlayTodayAsync(StoryRun story)
    {
        await story.PlayTodayAsync(_now, cancellationToken);
        return true;
    }

    // The jobs and rules of a new database begin with day 1.
    private Task<SchemaReport> UpgradeAsync(MlOpsDbContext context, Calendar begins)
    {
        var clock = new StoryClock();
        clock.Set(begins.Registered);
        return new SchemaUpgrade(context, clock).RunAsync(begins.PastStart, _now.AddMonths(1), cancellationToken: cancellationToken);
    }

    // Of the run that began it.
    private async Task<Calendar?> FindCalendarAsync(MlOpsDbContext context) =>
        await context.Models.MinAsync(model => (DateTimeOffset?)model.CreatedAt, cancellationToken) is { } at ? Calendar.Of(at) : null;
}
