using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>
/// The right to run a job, which one process has at a time. All times are those of the database, where clocks that differ do no harm.
/// Each run has an id of its own, so a process that was asleep cannot end a run that another one began.
/// </summary>
/// <param name="createContext">Creates a context of the job's tenant.</param>
/// <param name="job">The job, as it was before.</param>
/// <param name="run">The run that has the lease.</param>
/// <param name="length">How long the lease is without a sign of life.</param>
internal sealed class JobLease(Func<MlOpsDbContext> createContext, Job job, JobRun run, TimeSpan length)
{
    /// <summary>Takes the lease of a job that is due. Null if another process was faster.</summary>
    public static async Task<JobLease?> TryTakeAsync(
        Func<MlOpsDbContext> createContext, Job job, JobRun run, TimeSpan length, CancellationToken cancellationToken)
    {
        var context = createContext();
        await using var whenDone = context.ConfigureAwait(false);
        var isTaken = await context.InTransactionAsync(
            async () =>
            {
                var taken = await context.Jobs
                    .Where(row => row.Id == job.Id && row.RunId == job.RunId && row.NextDueAt == job.NextDueAt && row.IsEnabled)
                    .Where(row => row.LeasedUntil == null || row.LeasedUntil < DateTimeOffset.UtcNow)
                    .ExecuteUpdateAsync(
                        row => row.SetProperty(x => x.RunId, run.Id)
                            .SetProperty(x => x.LeasedUntil, x => DateTimeOffset.UtcNow + length),
                        cancellationToken).ConfigureAwait(false);
                if (taken == 0)
                    return false;

                await EndLostRunAsync(context, job, run.CreatedAt, cancellationToken).ConfigureAwait(false);
                context.JobRuns.Add(run);
                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        return isTaken ? new JobLease(createContext, job, run, length) : null;
    }

    /// <summary>Gives signs of life until it is stopped. Cancels the work if the lease is lost.</summary>
    public async Task RenewAsync(CancellationTokenSource work, CancellationToken stop)
    {
        var (interval, renewedAt) = (length / 3, TimeProvider.System.GetTimestamp());
        try
        {
            while (true)
            {
                await Task.Delay(interval, stop).ConfigureAwait(false);
                try
                {
                    if (!await TryRenewAsync(stop).ConfigureAwait(false))
                        break;

                    renewedAt = TimeProvider.System.GetTimestamp();
                }
                catch (Exception) when (!stop.IsCancellationRequested && TimeProvider.System.GetElapsedTime(renewedAt) < length)
                {
                    // The database is away for a moment. The lease is still ours, and the work fails by itself if it needs the database.
                }
            }

            await work.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The work is done.
        }
    }

    /// <summary>Ends the run with success, and saves what the work added to its context, both or neither.</summary>
    /// <exception cref="LeaseLostException">Another process has the lease.</exception>
    public Task CompleteAsync(
        MlOpsDbContext context, DateTimeOffset nextDueAt, JobOutcome outcome, DateTimeOffset at, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                // First of all, since this keeps others from taking the lease until the transaction ends.
                var released = await Mine(context).ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.RunId, (Guid?)null)
                        .SetProperty(x => x.LeasedUntil, (DateTimeOffset?)null)
                        .SetProperty(x => x.NextDueAt, nextDueAt)
                        .SetProperty(x => x.State, x => outcome.State ?? x.State)
                        .SetProperty(x => x.Failures, 0)
                        .SetProperty(x => x.RetryAt, (DateTimeOffset?)null),
                    cancellationToken).ConfigureAwait(false);
                if (released == 0)
                    throw new LeaseLostException(job.Name);

                var stored = await GetRunAsync(context, cancellationToken).ConfigureAwait(false);
                stored.Succeed(NotBeforeStart(run, at), outcome.Details);
                return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    /// <summary>Ends the run with an error. The job waits before it is tried again.</summary>
    public async Task FailAsync(string error, TimeSpan delay, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var context = createContext();
        await using var whenDone = context.ConfigureAwait(false);
        await context.InTransactionAsync(
            async () =>
            {
                var released = await Mine(context).ExecuteUpdateAsync(
                    row => row.SetProperty(x => x.RunId, (Guid?)null)
                        .SetProperty(x => x.LeasedUntil, (DateTimeOffset?)null)
                        .SetProperty(x => x.Failures, x => x.Failures + 1)
                        .SetProperty(x => x.RetryAt, x => DateTimeOffset.UtcNow + delay),
                    cancellationToken).ConfigureAwait(false);
                if (released == 0)
                    throw new LeaseLostException(job.Name);

                var stored = await GetRunAsync(context, cancellationToken).ConfigureAwait(false);
                stored.Fail(error, NotBeforeStart(run, at));
                return await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task EndLostRunAsync(MlOpsDbContext context, Job job, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (job.RunId is not { } lost)
            return;

        var run = await context.JobRuns
            .SingleOrDefaultAsync(row => row.Id == lost && row.Status == JobStatus.Running, cancellationToken).ConfigureAwait(false);
        run?.Fail(
            $"The process {run.Runner} gave no sign of life, and its lease ended at {job.LeasedUntil:O}. Another one runs the job again.",
            NotBeforeStart(run, at));
    }

    private async Task<bool> TryRenewAsync(CancellationToken cancellationToken)
    {
        var context = createContext();
        await using var whenDone = context.ConfigureAwait(false);
        return await context.InTransactionAsync(
            () => Mine(context).ExecuteUpdateAsync(
                row => row.SetProperty(x => x.LeasedUntil, x => DateTimeOffset.UtcNow + length), cancellationToken),
            cancellationToken).ConfigureAwait(false) > 0;
    }

    // The token of the row is known to the context that stored it alone.
    private Task<JobRun> GetRunAsync(MlOpsDbContext context, CancellationToken cancellationToken) =>
        context.JobRuns.SingleAsync(row => row.Id == run.Id, cancellationToken);

    private IQueryable<Job> Mine(MlOpsDbContext context) => context.Jobs.Where(row => row.Id == job.Id && row.RunId == run.Id);

    // The clock may have been set back since the start.
    private static DateTimeOffset NotBeforeStart(JobRun run, DateTimeOffset at) => at > run.CreatedAt ? at : run.CreatedAt;
}
