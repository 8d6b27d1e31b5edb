using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Monitoring;
using MlOps.Persistence.Sampling;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>
/// Runs the jobs that are due. Any scheduler can call it, in any number of processes: the database says what is due, and gives each job to
/// one of them. What a job stores is stored once, even if its process is killed.
/// </summary>
public sealed class JobRunner
{
    private readonly Func<Guid, MlOpsDbContext> _createContext;
    private readonly JobRunnerOptions _options;
    private readonly JobAttempts _attempts;
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
        _attempts = new JobAttempts(createContext, options, clock ?? TimeProvider.System, logger ?? NullLogger.Instance);
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
        var job = await context.InTransactionAsync(
            () => context.Jobs.AsNoTracking().SingleOrDefaultAsync(job => job.Name == name, cancellationToken),
            cancellationToken).ConfigureAwait(false)
            ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no job '{name}'.");
        return _works.ContainsKey(job.Kind)
            ? job
            : throw new MlOpsException(
                MlOpsError.Configuration, $"{job} needs a directory for backups, and this process has none. Name one with --backups.");
    }

    private static IJobWork[] WorksOf(JobRunnerOptions options, ILogger logger)
    {
        var files = options.ReportDirectory is null ? null : new ReportFiles(options.ReportDirectory);
        return
        [
            new MonitorWork(files),
            new LateRowWork(files, options.LabelHorizon),
            new AlertWork(options.Alerts, logger),
            new FeedbackLabelWork(),
            new PatternWork(),
            new ViewRefreshWork(),
            new SampleWork(new HostResources(Environment.MachineName)),
            new QualityWork(),
            new HealthWork(),
            new SliceWork(),
            new RetentionWork(),
            new RetrainingWork(options.Retraining, logger),
            .. options.Backups is { } backups ? (IJobWork[])[new BackupWork(backups)] : [],
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

    private Task<FinishedJob?> RunOnceAsync(Guid tenant, Job job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var work = _works[job.Kind];
        var dueAt = work.CatchesUp ? job.NextDueAt : job.Schedule.FindLatest(now);
        return _attempts.TryRunAsync(tenant, job, work, dueAt, cancellationToken);
    }
}
