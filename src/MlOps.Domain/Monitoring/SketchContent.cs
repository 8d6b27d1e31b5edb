namespace MlOps.Domain.Monitoring;

/// <summary>What a sketch says about the values of a feature.</summary>
public sealed record SketchContent
{
    public required IReadOnlyList<int> Counts { get; init; }

    /// <summary>How many predictions had no value, or a number that is not finite.</summary>
    public required int Missing { get; init; }

    public double? Mean { get; init; }

    /// <summary>The sum of the squares of the distances from the mean.</summary>
    public double? SquaredDeviations { get; init; }

    public double? Lowest { get; init; }

    public double? Highest { get; init; }

    /// <summary>The hash of ids and values.</summary>
    public required long ValuesHash { get; init; }
}
