using MlOps.Domain.Tenancy;
using MlOps.Persistence.Notices;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Persistence.Jobs;

/// <summary>How a process runs jobs.</summary>
public class JobRunnerOptions
{
    /// <summary>
    /// The tenant whose sessions look for jobs. The owner of the tables finds those of all tenants, any other role those of this one.
    /// </summary>
    public Guid TenantId { get; set; } = Tenants.Default;

    /// <summary>
    /// How long after its last sign of life the job of a process that died is free for others. A process gives three signs in this time.
    /// </summary>
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The directory to which monitors write a summary and a report of each window. They write none if it is null.</summary>
    public string? ReportDirectory { get; set; }

    /// <summary>Where backups go, and how many are kept. The process leaves the job of backups to others if it is null.</summary>
    public BackupOptions? Backups { get; set; }

    /// <summary>How old a prediction may be whose late label makes monitors evaluate its windows again.</summary>
    public TimeSpan LabelHorizon { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Where alerts go.</summary>
    public NoticeOptions Alerts { get; } = new();

    /// <summary>Where retraining requests go.</summary>
    public NoticeOptions Retraining { get; } = new();

    /// <summary>How long a job that failed waits, twice as long with each failure, up to an hour.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Learns of each run as soon as it has ended, also of those that failed.</summary>
    public Action<FinishedJob>? OnFinished { get; set; }
}
