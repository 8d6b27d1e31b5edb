namespace MlOps.Domain.Statistics.Samples;

/// <summary>The rows of a sample of numbers, counted by what they hold. Statistics use the finite numbers alone.</summary>
public sealed record SampleCounts
{
    /// <summary>Rows without a value.</summary>
    public long Missing { get; init; }

    /// <summary>Rows with NaN, which is a value, unlike a missing one.</summary>
    public long NotANumber { get; init; }

    /// <summary>Rows with an infinity of either sign.</summary>
    public long Infinite { get; init; }

    /// <summary>Rows with a finite number.</summary>
    public long Finite { get; init; }

    public long Rows => Missing + NotANumber + Infinite + Finite;
}
