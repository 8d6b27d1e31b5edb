using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;

namespace MlOps.Migrator.Demo.Report;

/// <summary>What the monitors found for each day: how far the inputs have drifted, and how good the answers were.</summary>
internal static class WatchedDays
{
    public static async Task<Listing> ListAsync(MlOpsDbContext context, Calendar calendar, CancellationToken cancellationToken)
    {
        var runs = await context.MonitoringRuns.AsNoTracking()
            .Where(run => run.Monitor!.ModelName == DemoServices.Tasks.ModelName)
            .Include(run => run.Monitor)
            .Include(run => run.Performance)
            .OrderBy(run => run.Timestamp)
            .ToListAsync(cancellationToken);
        var listing = new Listing("Day", "Predictions", "Labelled", "Drifted features", "F1 expected", "F1", "Accuracy", "Monitor");
        foreach (var run in runs.GroupBy(run => (run.MonitorId, run.WindowEnd)).Select(window => window.Last()))
        {
            listing.Add(
                calendar.DayOf(run.WindowEnd.AddTicks(-1)), run.NumPredictions, run.NumLabelled, run.FeatureDriftRatio,
                Find(run, "f1", isEstimate: true), Find(run, "f1", isEstimate: false), Find(run, "accuracy", isEstimate: false),
                run.Monitor!.Name);
        }

        return listing;
    }

    // Of all predictions, and not of a version or a segment.
    private static double? Find(MonitoringRun run, string metric, bool isEstimate) =>
        run.Performance.FirstOrDefault(row =>
            row.Metric == metric && row.IsEstimate == isEstimate && row.SegmentFeature is null)?.Value;
}
