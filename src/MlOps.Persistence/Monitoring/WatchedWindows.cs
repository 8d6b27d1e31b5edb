using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>Evaluates windows and adds what was found to a context, with its reports.</summary>
/// <param name="context">The context. The caller saves it.</param>
/// <param name="files">Where the reports go. There are none if it is null.</param>
internal sealed class WatchedWindows(MlOpsDbContext context, ReportFiles? files)
{
    // Predictions may come while their hours are counted, and bins may be made anew.
    private const int MostAttempts = 5;

    /// <returns>The new revision of the window. Null if nothing has changed since the newest one.</returns>
    public async Task<MonitoringRun?> EvaluateAsync(
        ServiceMonitor monitor, DateTimeOffset windowEnd, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var found = await FindAsync(monitor, windowEnd, at, cancellationToken).ConfigureAwait(false);
        if (found is null)
            return null;

        if (files is not null)
            await ReportFiles.WriteAsync(found, cancellationToken).ConfigureAwait(false);

        context.Add(found.Run);
        context.AddRange(found.Metrics);
        context.AddRange(found.Performance);
        return found.Run;
    }

    private async Task<EvaluatedWindow?> FindAsync(
        ServiceMonitor monitor, DateTimeOffset windowEnd, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var sketches = new MonitorSketches(context, monitor);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await sketches.BringUpToDateAsync(monitor.FindWindow(windowEnd), at, cancellationToken).ConfigureAwait(false);
                return await new WindowEvaluation(context, monitor, windowEnd).RunAsync(files, at, cancellationToken).ConfigureAwait(false);
            }
            catch (OutdatedSketchException) when (attempt < MostAttempts)
            {
            }
        }
    }
}
