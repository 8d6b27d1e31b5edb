namespace MlOps.Domain.Monitoring;

/// <summary>The data on one side of a comparison.</summary>
public readonly record struct DriftSample
{
    public DriftSample(TimeWindow window, long size)
    {
        Window = window;
        Size = Guard.NotNegative(size, nameof(Size));
    }

    public TimeWindow Window { get; }

    public long Size { get; }
}
