using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Governance;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Writes into the database what a writer does, so that others see it who have no access to the process.</summary>
internal sealed class WriterReporter(WriterContexts contexts, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Long after a writer ended, nobody asks how it was.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    // When the application ends, nobody waits longer for the last report.
    private static readonly TimeSpan LastReportTime = TimeSpan.FromSeconds(5);

    private readonly WriterReport _report =
        WriterReport.Begin(Environment.MachineName, Environment.ProcessId, clock.GetUtcNow(), AppDomain.CurrentDomain.FriendlyName);

    private bool _isStored;
    private bool _hasFailed;

    /// <summary>Reports until the work ends, and once more then.</summary>
    /// <param name="work">The work of the writer.</param>
    /// <param name="read">Says what it does.</param>
    /// <param name="cancellationToken">Ends the reports at once.</param>
    public async Task RunAsync(Task work, Func<WriterActivity> read, CancellationToken cancellationToken)
    {
        do
            await StoreAsync(read(), cancellationToken).ConfigureAwait(false);
        while (!await EndsAsync(work, cancellationToken).ConfigureAwait(false));

        _report.Stop(clock.GetUtcNow());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastReportTime);
        await StoreAsync(read(), limit.Token).ConfigureAwait(false);
    }

    // Whether the work ended before the next report is due.
    private async Task<bool> EndsAsync(Task work, CancellationToken cancellationToken)
    {
        using var due = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(work, Task.Delay(Interval, clock, due.Token)).ConfigureAwait(false);
        await due.CancelAsync().ConfigureAwait(false);
        return work.IsCompleted || cancellationToken.IsCancellationRequested;
    }

    private async Task StoreAsync(WriterActivity activity, CancellationToken cancellationToken)
    {
        try
        {
            _report.Renew(activity, clock.GetUtcNow());
            if (!_isStored)
                await RemoveOldAsync(cancellationToken).ConfigureAwait(false);

            // The first report too: an earlier attempt may have stored it, though its answer was lost.
            if (!await TrySaveAsync(EntityState.Modified, cancellationToken).ConfigureAwait(false))
                await TrySaveAsync(EntityState.Added, cancellationToken).ConfigureAwait(false);

            _isStored = true;

            _hasFailed = false;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The lanes say that the database is away. Said once here, since this goes on as long.
            if (!_hasFailed)
                WriterLog.NotReported(logger, DatabaseRefusal.Describe(e));

            _hasFailed = true;
        }
        catch (Exception)
        {
            // The application ends.
        }
    }

    // False if somebody deleted the row.
    private async Task<bool> TrySaveAsync(EntityState state, CancellationToken cancellationToken)
    {
        var opened = contexts.Open();
        await using (opened.ConfigureAwait(false))
        {
            var context = opened.Context;
            _report.BelongTo(context.TenantId);
            context.Entry(_report).State = state;
            try
            {
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (DbUpdateConcurrencyException)
            {
                return false;
            }
        }
    }

    private async Task RemoveOldAsync(CancellationToken cancellationToken)
    {
        var opened = contexts.Open();
        await using (opened.ConfigureAwait(false))
        {
            var context = opened.Context;
            var oldest = clock.GetUtcNow() - Lifetime;
            await context.InTransactionAsync(
                () => context.WriterReports.Where(report => report.SeenAt < oldest).ExecuteDeleteAsync(cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
    }
}
