namespace MlOps.Persistence.Sampling;

/// <summary>What the job that takes samples notes for its next run.</summary>
internal sealed record SampleState
{
    /// <summary>The counts of statements. Null if the server had none.</summary>
    public StatementTotals? Statements { get; init; }

    /// <summary>The processors of each machine that has run the job lately.</summary>
    public IReadOnlyDictionary<string, CpuTimes> Processors { get; init; } = new Dictionary<string, CpuTimes>();

    /// <summary>The time of the last forecasts.</summary>
    public DateTimeOffset? ForecastAt { get; init; }
}
