namespace MlOps.Soak;

/// <summary>What is done to a writer and its database, at random moments and in random order.</summary>
internal sealed record SoakPlan
{
    /// <summary>How often each fault happens.</summary>
    public required IReadOnlyDictionary<Fault, int> Counts { get; init; }

    /// <summary>For how long the server does not answer.</summary>
    public TimeSpan FreezeTime { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>For how long no statement may take more than 3 ms.</summary>
    public TimeSpan TimeoutTime { get; init; } = TimeSpan.FromMinutes(1);

    public bool FillsDisk => Counts.GetValueOrDefault(Fault.DiskFull) > 0;

    public IReadOnlyList<Fault> Shuffled(Random random)
    {
        Fault[] faults = [.. Counts.SelectMany(fault => Enumerable.Repeat(fault.Key, fault.Value))];
        random.Shuffle(faults);
        return faults;
    }
}
