namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>How a prediction writer batches, how much it holds, and what it survives.</summary>
public sealed class PredictionWriterOptions
{
    /// <summary>How many writes are stored at once at least, unless the interval ends before. Under load it takes more.</summary>
    public int BatchSize { get; set; } = 50;

    /// <summary>How many writes are stored at once at most.</summary>
    public int MaxBatchSize { get; set; } = 10_000;

    /// <summary>How long a write waits for others at most before it is stored.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many writes may be on their way at once, those that are being stored included.</summary>
    public int Capacity { get; set; } = 100_000;

    /// <summary>What happens to a write beyond that.</summary>
    public WhenFull WhenFull { get; set; } = WhenFull.Wait;

    /// <summary>How many connections store at the same time. What concerns one prediction stays on one of them.</summary>
    public int Lanes { get; set; } = 1;

    public Durability Durability { get; set; } = Durability.Memory;

    /// <summary>Where the journal is, if there is one. Each process needs a directory of its own.</summary>
    public string? JournalDirectory { get; set; }

    /// <summary>How large the journal may grow; more is refused until the database has caught up.</summary>
    public long JournalLimitBytes { get; set; } = 1L << 30;

    /// <summary>From what age on a write on its way counts as queued too long.</summary>
    public TimeSpan QueuedTooLong { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The health check says degraded when more than so many are queued too long.</summary>
    public int DegradedAbove { get; set; } = 100;

    /// <summary>The health check says unhealthy when more than so many are queued too long.</summary>
    public int UnhealthyAbove { get; set; } = 200;
}
