using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Governance;

/// <summary>
/// Work that is due again and again. A process that runs it has a lease, which ends by itself if the process dies. Only the
/// database changes the lease, and it goes by the clock of the database.
/// </summary>
public sealed class Job : ChangingEntity
{
    public const int MaxNameLength = JobRun.MaxNameLength;

    private Job()
    {
    }

    private Job(string name, JobKind kind, JobSchedule schedule, DateTimeOffset firstDueAt, DateTimeOffset at)
        : base(at)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        Kind = Guard.Declared(kind, nameof(Kind));
        (Every, EveryOffset) = (Guard.Given(schedule, nameof(Schedule)).Every, schedule.Offset);
        NextDueAt = schedule.FindNext(firstDueAt.AddTicks(-TimeSpan.TicksPerMicrosecond));
    }

    /// <summary>Unique within the tenant.</summary>
    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    public JobKind Kind { get; private set; }

    /// <summary>What a job of the kind <see cref="JobKind.Monitor"/> evaluates. Null for all others.</summary>
    public Guid? MonitorId { get; private set; }

    /// <summary>The monitor. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ServiceMonitor? Monitor { get; private set; }

    /// <summary>The span from one due time to the next.</summary>
    public TimeSpan Every { get; private set; }

    /// <summary>How long after a multiple of that span the job is due.</summary>
    public TimeSpan EveryOffset { get; private set; }

    public JobSchedule Schedule => new(Every, EveryOffset);

    /// <summary>The first due time that is not done.</summary>
    public DateTimeOffset NextDueAt { get; private set; }

    public bool IsEnabled { get; private set; } = true;

    /// <summary>The run that has the lease. Null if nobody runs the job.</summary>
    public Guid? RunId { get; private set; }

    /// <summary>The end of the lease, unless its process renews it.</summary>
    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>How many runs failed since the last one that succeeded.</summary>
    public int Failures { get; private set; }

    /// <summary>After a failure, when the job is tried again.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>What the last run noted for the next one.</summary>
    public Json? State { get; private set; }

    /// <summary>Defines a job without a subject.</summary>
    public static Job Define(string name, JobKind kind, JobSchedule schedule, DateTimeOffset at) =>
        kind != JobKind.Monitor
            ? new Job(name, kind, schedule, Guard.Time(at, nameof(CreatedAt)), at)
            : throw new InvalidValueException(nameof(Kind), $"must not be {kind} for a job without a monitor");

    /// <summary>The name of the job of a monitor.</summary>
    public static string NameOf(string monitor) => $"monitor {monitor}";

    /// <summary>Defines the job of a monitor. It has the name of the monitor.</summary>
    /// <param name="monitor">The monitor.</param>
    /// <param name="from">The first window that is evaluated ends at this time or after it.</param>
    /// <param name="at">The present.</param>
    public static Job Watch(ServiceMonitor monitor, DateTimeOffset from, DateTimeOffset at)
    {
        var first = Guard.Time(from, nameof(from));
        var job = new Job(
            NameOf(Guard.Given(monitor, nameof(Monitor)).Name), JobKind.Monitor, ScheduleOf(monitor), first + monitor.Delay, at)
        {
            MonitorId = monitor.Id,
        };
        job.InheritTenantFrom(monitor);
        return job;
    }

    public void Disable(DateTimeOffset at) => SetEnabled(false, at);

    public void Enable(DateTimeOffset at) => SetEnabled(true, at);

    public override string ToString() => $"Job '{Name}'";

    // Windows end at multiples of the span.
    private static JobSchedule ScheduleOf(ServiceMonitor monitor) =>
        new(monitor.Every, new TimeSpan(monitor.Delay.Ticks % monitor.Every.Ticks));

    private void SetEnabled(bool enabled, DateTimeOffset at)
    {
        if (IsEnabled == enabled)
            throw new IllegalTransitionException($"{this} is already {(enabled ? "enabled" : "disabled")}.");

        Touch(at);
        IsEnabled = enabled;
    }
}
