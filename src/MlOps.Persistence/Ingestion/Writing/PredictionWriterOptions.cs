namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>How a prediction writer forms batches, how much it holds, and what it survives.</summary>
public sealed class PredictionWriterOptions
{
    /// <summary>How many writes a batch waits for, unless the interval ends first. Under load a batch has more.</summary>
    public int BatchSize { get; set; } = 50;

    /// <summary>How many writes a batch has at most.</summary>
    public int MaxBatchSize { get; set; } = 10_000;

    /// <summary>How long a write waits at most until its batch is stored.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many writes may be on their way at once, including those that are being stored.</summary>
    public int Capacity { get; set; } = 100_000;

    /// <summary>What happens to a write when that many are on their way.</summary>
    public WhenFull WhenFull { get; set; } = WhenFull.Wait;

    /// <summary>How many connections store at the same time. Writes of the same prediction use the same connection.</summary>
    public int Lanes { get; set; } = 1;

    public Durability Durability { get; set; } = Durability.Memory;

    /// <summary>Where the journal is, if there is one. Each process needs a directory of its own.</summary>
    public string? JournalDirectory { get; set; }

    /// <summary>How large the journal may become. Beyond that writes are refused until the database has caught up.</summary>
    public long JournalLimitBytes { get; set; } = 1L << 30;

    /// <summary>
    /// How long a label, feedback or a shadow score waits for a prediction that is not stored yet, since another process may be about to
    /// store it. After that it is a dead letter.
    /// </summary>
    public TimeSpan WaitForPrediction { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The age at which a write on its way counts as queued for too long.</summary>
    public TimeSpan QueuedTooLong { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The health check says degraded when more writes than this are queued for too long.</summary>
    public int DegradedAbove { get; set; } = 100;

    /// <summary>The health check says unhealthy when more writes than this are queued for too long.</summary>
    public int UnhealthyAbove { get; set; } = 200;

    internal PredictionWriterOptions WithJournalDirectory(string? directory)
    {
        var copy = (PredictionWriterOptions)MemberwiseClone();
        copy.JournalDirectory = directory;
        return copy;
    }
}
