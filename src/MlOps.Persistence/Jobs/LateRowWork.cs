using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Monitoring;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>
/// Finds rows and labels that came after their windows were evaluated, and evaluates these windows again. A window that has changed gets a
/// new revision, and the old one stays.
/// </summary>
/// <param name="files">Where the reports go. There are none if it is null.</param>
/// <param name="labelHorizon">How old a prediction may be whose late label counts.</param>
internal sealed class LateRowWork(ReportFiles? files, TimeSpan labelHorizon) : IJobWork
{
    // What is done so far is stored after each part.
    private const int WindowsPerRun = 20;

    public JobKind Kind => JobKind.LateRows;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var context = turn.Context;
        using var unlimited = new NoCommandTimeout(context);
        var open = await context.InTransactionAsync(
            () => context.ReopenedWindows.Include(window => window.Monitor)
                .OrderBy(window => window.WindowEnd).ThenBy(window => window.MonitorId)
                .Take(WindowsPerRun + 1)
                .ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return open.Count > 0
            ? await EvaluateAsync(turn, open, cancellationToken).ConfigureAwait(false)
            : await AdvanceAsync(turn, cancellationToken).ConfigureAwait(false);
    }

    private async Task<JobOutcome> EvaluateAsync(JobTurn turn, List<ReopenedWindow> open, CancellationToken cancellationToken)
    {
        var windows = new WatchedWindows(turn.Context, files);
        var changed = 0;
        var part = open.Take(WindowsPerRun).ToList();
        foreach (var window in part.DistinctBy(window => (window.MonitorId, window.WindowEnd)))
        {
            var run = await windows.EvaluateAsync(window.Monitor!, window.WindowEnd, turn.StartedAt, cancellationToken)
                .ConfigureAwait(false);
            changed += run is null ? 0 : 1;
        }

        // What is opened again meanwhile is another row.
        turn.Context.RemoveRange(part);
        return new JobOutcome(Json.From(new { ReopenedWindows = part.Count, ChangedWindows = changed }))
        {
            HasMore = open.Count > part.Count,
        };
    }

    private async Task<JobOutcome> AdvanceAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        var context = turn.Context;
        var noted = turn.Job.State?.As<ArrivalFence>();
        var (fence, reopened) = await context.InTransactionAsync(
            async () =>
            {
                if (noted is null)
                    return (await ArrivalFence.NoteAsync(context, null, cancellationToken).ConfigureAwait(false), 0);

                if (!noted.IsReachedBy(await ArrivalFence.ListOpenAsync(context, cancellationToken).ConfigureAwait(false)))
                    return (noted, 0);

                var count = noted.DoneUntil < noted.NotedAt
                    ? await ReopenAsync(turn, noted.FindArrival(), cancellationToken).ConfigureAwait(false)
                    : 0;
                var doneUntil = noted.DoneUntil < noted.NotedAt ? noted.NotedAt : noted.DoneUntil;
                return (await ArrivalFence.NoteAsync(context, doneUntil, cancellationToken).ConfigureAwait(false), count);
            },
            cancellationToken).ConfigureAwait(false);
        return new JobOutcome(Json.From(new { fence.DoneUntil, ReopenedWindows = reopened }))
        {
            State = Json.From(fence),
            HasMore = reopened > 0,
        };
    }

    private async Task<int> ReopenAsync(JobTurn turn, TimeWindow arrival, CancellationToken cancellationToken)
    {
        var context = turn.Context;
        var monitors = await context.Monitors.AsNoTracking().ToListAsync(cancellationToken).ConfigureAwait(false);
        var hours = (await LateHour.ListAsync(
            context,
            arrival,
            turn.StartedAt - labelHorizon,
            [.. monitors.Select(monitor => monitor.ServiceName).Distinct()],
            cancellationToken).ConfigureAwait(false)).ToLookup(hour => hour.ServiceName, hour => hour.Hour);
        var reopened = 0;
        foreach (var monitor in monitors.Where(monitor => hours.Contains(monitor.ServiceName)))
        {
            foreach (var end in await ListEndsAsync(turn, monitor, [.. hours[monitor.ServiceName]], cancellationToken)
                .ConfigureAwait(false))
            {
                context.Add(ReopenedWindow.Open(monitor, end, turn.StartedAt));
                reopened++;
            }
        }

        // With the bins that were made anew, since a run after a kill finds nothing to change. A window may be opened twice, and is
        // evaluated once.
        if (reopened > 0)
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);

        return reopened;
    }

    // The windows that were evaluated, and to which an hour belongs, or to whose reference; all of them if it changes the bins.
    private static async Task<List<DateTimeOffset>> ListEndsAsync(
        JobTurn turn, ServiceMonitor monitor, List<DateTimeOffset> hours, CancellationToken cancellationToken)
    {
        // A window ends after what is in it or in the window before. A fixed reference is that of all windows.
        var since = monitor.ReferenceKind == MonitorReferenceKind.Fixed ? DateTimeOffset.MinValue : hours.Min();
        var reopened = (await ListEvaluatedAsync(turn.Context, monitor, since, cancellationToken).ConfigureAwait(false))
            .FindAll(end => hours.Exists(hour => Contains(monitor, end, hour)));
        var haveBinsChanged = await new MonitorBins(turn.Context, monitor)
            .RemakeAsync(hours, reopened.Select(monitor.FindWindow), turn.StartedAt, cancellationToken).ConfigureAwait(false);
        return haveBinsChanged && monitor.NeedsCounts
            ? await ListEvaluatedAsync(turn.Context, monitor, DateTimeOffset.MinValue, cancellationToken).ConfigureAwait(false)
            : reopened;
    }

    private static Task<List<DateTimeOffset>> ListEvaluatedAsync(
        MlOpsDbContext context, ServiceMonitor monitor, DateTimeOffset since, CancellationToken cancellationToken) =>
        context.MonitoringRuns.AsNoTracking()
            .Where(run => run.MonitorId == monitor.Id && run.Revision == 1 && run.Timestamp > since)
            .OrderBy(run => run.Timestamp)
            .Select(run => run.Timestamp)
            .ToListAsync(cancellationToken);

    private static bool Contains(ServiceMonitor monitor, DateTimeOffset end, DateTimeOffset hour)
    {
        var window = monitor.FindWindow(end);
        return Overlaps(window, hour)
            || (monitor.ReferenceKind != MonitorReferenceKind.Baseline && Overlaps(monitor.Reference.FindFor(window), hour));
    }

    private static bool Overlaps(TimeWindow window, DateTimeOffset hour) => hour < window.End && hour.AddHours(1) > window.Start;
}
