using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Governance;

/// <summary>One run of a scheduled job: its start, its duration and its result.</summary>
public sealed class JobRun : Entity
{
    public const int MaxNameLength = 255;
    public const int MaxTextLength = 100_000;

    private JobRun()
    {
    }

    private JobRun(DateTimeOffset at)
        : base(at)
    {
    }

    [MaxLength(MaxNameLength)]
    public string Job { get; private set; } = null!;

    /// <summary>The host or process that ran it.</summary>
    [MaxLength(MaxNameLength)]
    public string? Runner { get; private set; }

    public JobStatus Status { get; private set; }

    /// <summary>The time that the run is for. Null if it was not due at any time.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>What the job did.</summary>
    public Json? Outcome { get; private set; }

    public string? Error { get; private set; }

    /// <summary>The time from start to end. The database computes the same.</summary>
    public TimeSpan? Duration { get; private set; }

    public static JobRun Start(string job, DateTimeOffset at, string? runner = null, DateTimeOffset? dueAt = null) => new(at)
    {
        DueAt = Guard.Time(dueAt, nameof(DueAt)),
        Job = Guard.Text(job, nameof(Job), MaxNameLength),
        Runner = Guard.OptionalText(runner, nameof(Runner), MaxNameLength),
    };

    public void Succeed(DateTimeOffset at, Json? outcome = null)
    {
        End(JobStatus.Succeeded, at);
        Outcome = outcome;
    }

    public void Fail(string error, DateTimeOffset at)
    {
        var text = Guard.Text(error, nameof(Error), MaxTextLength);
        End(JobStatus.Failed, at);
        Error = text;
    }

    private void End(JobStatus status, DateTimeOffset at)
    {
        if (Status != JobStatus.Running)
            throw new IllegalTransitionException(
                $"Run {Id} of '{Job}' has already {Status.ToString().ToLowerInvariant()}.");

        var moment = Guard.Time(at, nameof(EndedAt));
        if (moment < CreatedAt)
            throw new InvalidValueException(
                nameof(EndedAt), $"must not be before the start, {CreatedAt:O}; it was {moment:O}");

        (Status, EndedAt, Duration) = (status, moment, moment - CreatedAt);
    }
}
