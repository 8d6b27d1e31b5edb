using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Monitoring;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>
/// Runs the jobs that are due. Any scheduler can call it, in any number of processes: the database says what is due, and gives each job to
/// one of them. What a job stores is stored once, even if its process is killed.
/// </summary>
public sealed class JobRunner
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromHours(1);

    private static readonly string Runner = $"{Environment.MachineName}:{Environment.ProcessId}";

    private readonly Func<Guid, MlOpsDbContext> _createContext;
    private readonly JobRunnerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Dictionary<JobKind, IJobWork> _works;

    /// <param name="createContext">Creates a context of a tenant. The runner disposes of it.</param>
    /// <param name="options">How the process runs jobs; the defaults if not given.</param>
    /// <param name="clock">Where the times of runs come from; the system's clock if not given. It does not say what is due.</param>
    /// <param name="logger">Where failures go besides ml_job_runs.</param>
    public JobRunner(
        Func<Guid, MlOpsDbContext> createContext,
        JobRunnerOptions? options = null,
        TimeProvider? clock = null,
        ILogger<JobRunner>? logger = null)
        : this(
            createContext,
            options ?? new JobRunnerOptions(),
            clock,
            logger,
            WorksOf(options ?? new JobRunnerOptions(), logger ?? NullLogger<JobRunner>.Instance))
    {
    }

    internal JobRunner(
        Func<Guid, MlOpsDbContext> createContext,
        JobRunnerOptions options,
        TimeProvider? clock,
        ILogger? logger,
        params IReadOnlyList<IJobWork> works)
    {
        ArgumentNullException.ThrowIfNull(createContext);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.LeaseTime, TimeSpan.Zero, nameof(options));
        (_createContext, _options) = (createContext, options);
        (_clock, _logger) = (clock ?? TimeProvider.System, logger ?? NullLogger.Instance);
        _works = works.ToDictionary(work => work.Kind);
    }

    /// <summary>Runs all jobs that are due at a time, and ends when no job is left that another process does not run.</summary>
    /// <param name="now">The time at which jobs are due.</param>
    /// <param name="cancellationToken">Stops the job that runs. It can be run again at once.</param>
    /// <returns>The runs of this process in their order, those that failed too.</returns>
    public async Task<IReadOnlyList<FinishedJob>> RunDueAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var finished = new List<FinishedJob>();
        foreach (var tenant in await FindTenantsAsync(now, cancellationToken).ConfigureAwait(false))
        {
            while (await FindDueAsync(tenant, now, cancellationToken).ConfigureAwait(false) is { } job)
            {
                if (await RunOnceAsync(tenant, job, now, cancellationToken).ConfigureAwait(false) is { } done)
                    finished.Add(done);
            }
        }

        return finished;
    }

    /// <summary>
    /// Runs a job of the tenant of the options at once, although it failed a moment ago: for its due times up to a moment, the oldest
    /// first, until one fails. A job that needs no run for each due time, such as the refresh of views, runs even if it is not due.
    /// </summary>
    /// <param name="name">The name of the job.</param>
    /// <param name="now">The time at which it is due.</param>
    /// <param name="cancellationToken">Stops the job. It can be run again at once.</param>
    /// <returns>The runs. There are none if the job needs one for each due time, and is not due.</returns>
    /// <exception cref="MlOpsException">There is no such job, or another process runs it.</exception>
    /// <exception cref="IllegalTransitionException">The job is disabled.</exception>
    public async Task<IReadOnlyList<FinishedJob>> RunAsync(
        string name, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var finished = new List<FinishedJob>();
        var job = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        while (finished is [] ? IsWanted(job, now) : finished[^1].Error is null && job.NextDueAt <= now)
        {
            if (!job.IsEnabled)
                throw new IllegalTransitionException($"{job} is disabled. Enable it, and run it then.");

            finished.Add(await RunOnceAsync(_options.TenantId, job, now, cancellationToken).ConfigureAwait(false)
                ?? throw new MlOpsException(
                    MlOpsError.Conflict, $"Another process runs {job} now, or has just run it. Try again when it has ended."));
            job = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        }

        return finished;
    }

    private bool IsWanted(Job job, DateTimeOffset now) => job.NextDueAt <= now || !_works[job.Kind].CatchesUp;

    private async Task<Job> GetAsync(string name, CancellationToken cancellationToken)
    {
        var context = _createContext(_options.TenantId);
        await using var whenDone = context.ConfigureAwait(false);
        return await context.InTransactionAsync(
            () => context.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Name == name, cancellationToken),
            cancellationToken).ConfigureAwait(false)
            ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no job '{name}'.");
    }

    private static IJobWork[] WorksOf(JobRunnerOptions options, ILogger logger)
    {
        var files = options.ReportDirectory is null ? null : new ReportFiles(options.ReportDirectory);
        return
        [
            new MonitorWork(files),
            new LateRowWork(files, options.LabelHorizon),
            new AlertWork(options.Alerts, logger),
            new ViewRefreshWork(),
        ];
    }

    // Which rows it sees is up to the policies of the database.
    private async Task<List<Guid>> FindTenantsAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = _createContext(_options.TenantId);
        await using var whenDone = context.ConfigureAwait(false);
        return await context.InTransactionAsync(
            () => Due(context.Jobs.IgnoreQueryFilters(), now)
                .Select(job => job.TenantId).Distinct().OrderBy(tenant => tenant).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<Job?> FindDueAsync(Guid tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var context = _createContext(tenant);
        await using var whenDone = context.ConfigureAwait(false);
        return await context.InTransactionAsync(
            () => Due(context.Jobs.AsNoTracking(), now).OrderBy(job => job.NextDueAt).FirstOrDefaultAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private IQueryable<Job> Due(IQueryable<Job> jobs, DateTimeOffset now)
    {
        var kinds = _works.Keys.ToList();
        return jobs
            .Where(job => job.IsEnabled && job.NextDueAt <= now && kinds.Contains(job.Kind))
            .Where(job => job.LeasedUntil == null || job.LeasedUntil < DateTimeOffset.UtcNow)
            .Where(job => job.RetryAt == null || job.RetryAt <= DateTimeOffset.UtcNow);
    }

    private async Task<FinishedJob?> RunOnceAsync(Guid tenant, Job job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var work = _works[job.Kind];
        var dueAt = work.CatchesUp ? job.NextDueAt : job.Schedule.FindLatest(now);
        var run = JobRun.Start(job.Name, _clock.GetUtcNow(), Runner, dueAt);
        var lease = await JobLease.TryTakeAsync(
            () => _createContext(tenant), job, run, _options.LeaseTime, cancellationToken).ConfigureAwait(false);
        if (lease is null)
            return null;

        var start = Stopwatch.GetTimestamp();
        string? error = null;
        try
        {
            await WorkAsync(tenant, job, work, run, lease, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            error = cancellationToken.IsCancellationRequested ? "The process was stopped." : Describe(e);
            if (!cancellationToken.IsCancellationRequested)
                JobLog.Failed(_logger, job.Name, tenant, e);

            await FailAsync(lease, job, error, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        var finished = new FinishedJob(tenant, job.Name, run.Id, dueAt, Stopwatch.GetElapsedTime(start), error);
        _options.OnFinished?.Invoke(finished);
        return finished;
    }

    private async Task WorkAsync(
        Guid tenant, Job job, IJobWork work, JobRun run, JobLease lease, CancellationToken cancellationToken)
    {
        using var working = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var renewing = new CancellationTokenSource();
        var renewal = lease.RenewAsync(working, renewing.Token);
        try
        {
            var context = _createContext(tenant);
            await using var whenDone = context.ConfigureAwait(false);
            var turn = new JobTurn(context, job, run.DueAt!.Value, run.CreatedAt);
            var outcome = await work.RunAsync(turn, working.Token).ConfigureAwait(false);
            var nextDueAt = outcome.HasMore ? turn.DueAt : FindNextDue(job, turn.DueAt);
            await lease.CompleteAsync(context, nextDueAt, outcome, _clock.GetUtcNow(), working.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (working.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLostException(job.Name);
        }
        finally
        {
            await renewing.CancelAsync().ConfigureAwait(false);
            await renewal.ConfigureAwait(false);
        }
    }

    // A run for a time before the next due one does not change when the job is due.
    private static DateTimeOffset FindNextDue(Job job, DateTimeOffset done) =>
        job.Schedule.FindNext(done) is var next && next > job.NextDueAt ? next : job.NextDueAt;

    private async Task FailAsync(JobLease lease, Job job, string error, CancellationToken cancellationToken)
    {
        var delay = cancellationToken.IsCancellationRequested ? TimeSpan.Zero : FindDelay(job.Failures);
        try
        {
            await lease.FailAsync(error, delay, _clock.GetUtcNow(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The lease ends by itself, and the next run notes that this one did not end.
            JobLog.NotNoted(_logger, job.Name, DatabaseRefusal.Describe(e));
        }
    }

    private TimeSpan FindDelay(int failures) =>
        Math.Log2(LongestDelay / _options.RetryDelay) is var most && failures >= most
            ? LongestDelay
            : _options.RetryDelay * Math.Pow(2, failures);

    private static string Describe(Exception e) =>
        e is MlOpsException or AggregateException { InnerExceptions: [MlOpsException, ..] } ? e.Message : DatabaseRefusal.Describe(e);
}
