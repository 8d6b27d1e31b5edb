using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Governance;

/// <summary>What a prediction writer last said of itself. Each writer has one report, which it renews every few seconds.</summary>
public sealed class WriterReport : Entity
{
    public const int MaxNameLength = 255;
    public const int MaxErrorLength = 10_000;

    private WriterReport()
    {
    }

    private WriterReport(DateTimeOffset at)
        : base(at) => SeenAt = CreatedAt;

    /// <summary>The machine that it runs on.</summary>
    [MaxLength(MaxNameLength)]
    public string Host { get; private set; } = null!;

    public int ProcessId { get; private set; }

    /// <summary>The program that it is part of.</summary>
    [MaxLength(MaxNameLength)]
    public string? Program { get; private set; }

    /// <summary>How many writes are on their way.</summary>
    public long QueueLength { get; private set; }

    /// <summary>How long the oldest of them has been on its way.</summary>
    public TimeSpan OldestAge { get; private set; }

    /// <summary>The size of its journal; null if it has none.</summary>
    public long? JournalBytes { get; private set; }

    /// <summary>How long it took to store the last batch; null before the first.</summary>
    public TimeSpan? FlushLatency { get; private set; }

    /// <summary>How many writes it has stored.</summary>
    public long Stored { get; private set; }

    /// <summary>How many writes it put into the table of dead letters.</summary>
    public long DeadLettered { get; private set; }

    /// <summary>Why a batch was not stored when that happened last.</summary>
    public string? LastError { get; private set; }

    public DateTimeOffset? LastErrorAt { get; private set; }

    /// <summary>The time of the report.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    /// <summary>When the writer ended; null while it works. One that was killed has a report that is not renewed.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Begins the report of a writer.</summary>
    public static WriterReport Begin(string host, int processId, DateTimeOffset at, string? program = null) => new(at)
    {
        Host = Guard.Text(host, nameof(Host), MaxNameLength),
        ProcessId = Guard.NotNegative(processId, nameof(ProcessId)),
        Program = Guard.OptionalText(program, nameof(Program), MaxNameLength),
    };

    /// <summary>Renews the report.</summary>
    public void Renew(WriterActivity activity, DateTimeOffset at)
    {
        var seen = Guard.Time(at, nameof(SeenAt));
        QueueLength = Guard.NotNegative(Guard.Given(activity, nameof(activity)).QueueLength, nameof(QueueLength));
        JournalBytes = Guard.NotNegative(activity.JournalBytes, nameof(JournalBytes));
        OldestAge = Guard.NotNegative(activity.OldestAge, nameof(OldestAge));
        FlushLatency = Guard.NotNegative(activity.FlushLatency, nameof(FlushLatency));
        Stored = Guard.NotNegative(activity.Stored, nameof(Stored));
        DeadLettered = Guard.NotNegative(activity.DeadLettered, nameof(DeadLettered));
        LastErrorAt = Guard.Time(activity.LastErrorAt, nameof(LastErrorAt));
        LastError = activity.LastErrorAt is null ? null : Guard.OptionalText(activity.LastError, nameof(LastError), MaxErrorLength);
        SeenAt = seen;
    }

    /// <summary>
    /// Whether a writer of the same program began on the same machine after the last report of this one. It stores what the journal has.
    /// </summary>
    public bool HasSuccessorIn(IEnumerable<WriterReport> others) => Guard.Given(others, nameof(others)).Any(
        other => other.Host == Host && other.Program == Program && other.CreatedAt > SeenAt);

    /// <summary>Ends it.</summary>
    public void Stop(DateTimeOffset at) => StoppedAt = Guard.Time(at, nameof(StoppedAt));
}
