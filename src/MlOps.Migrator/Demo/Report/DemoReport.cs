using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain;
using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Report;

/// <summary>What the database holds after a demo: nothing else is shown.</summary>
internal sealed class DemoReport
{
    private readonly Timeline _timeline;
    private readonly Listing _days;
    private readonly Listing _services;
    private readonly Listing _versions;

    private DemoReport(Timeline timeline, Listing days, Listing services, Listing versions) =>
        (_timeline, _days, _services, _versions) = (timeline, days, services, versions);

    public static async Task WriteAsync(TenantDatabase database, Calendar calendar, Output output, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        var now = database.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        var all = new TimeWindow(calendar.Start, now);
        var report = new DemoReport(
            await Timeline.ReadAsync(context, calendar, cancellationToken),
            await WatchedDays.ListAsync(context, calendar, cancellationToken),
            await StoredRows.ListServicesAsync(context, all, cancellationToken),
            await StoredRows.ListVersionsAsync(context, cancellationToken));
        report.Write(output, database);
    }

    private void Write(Output output, TenantDatabase database)
    {
        if (output.IsJson)
        {
            output.Write(new
            {
                database.Target,
                Timeline = _timeline.ToListing().ToObjects(),
                Days = _days.ToObjects(),
                Predictions = _services.ToObjects(),
                Versions = _versions.ToObjects(),
            });
            return;
        }

        var tasks = DemoServices.Tasks.ModelName;
        output.Say("");
        output.Say($"All of this is in {database.Target}:");
        output.Write(_timeline.ToListing(), "What happened");
        output.Write(_days, $"What the monitors of '{tasks}' have found, day by day");
        output.Write(_versions, "Model versions");
        output.Write(_services, "Predictions");
        NextSteps.Write(output, database, _timeline);
    }
}
