namespace MlOps.Domain.Governance;

/// <summary>What a prediction writer is doing, and what it has done since it began.</summary>
public sealed record WriterActivity
{
    /// <summary>How many writes are on their way.</summary>
    public long QueueLength { get; init; }

    /// <summary>How long the oldest of them has been on its way.</summary>
    public TimeSpan OldestAge { get; init; }

    /// <summary>The size of its journal; null if it has none.</summary>
    public long? JournalBytes { get; init; }

    /// <summary>How long it took to store the last batch; null before the first.</summary>
    public TimeSpan? FlushLatency { get; init; }

    public long Stored { get; init; }

    public long DeadLettered { get; init; }

    /// <summary>Why a batch was not stored when that happened last.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }
}
