using MlOps.Domain.Statistics.Drift;

namespace MlOps.Domain.Monitoring;

/// <summary>What a monitor watches, and how. All of it has a default.</summary>
public sealed record MonitorSettings
{
    /// <summary>The span from the end of one window to the end of the next.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The length of each window.</summary>
    public int LookbackHours { get; init; } = 24;

    /// <summary>How long after the end of a window it is evaluated, so that rows which come late count at once.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMinutes(5);

    public MonitorReference Reference { get; init; } = MonitorReference.Previous;

    /// <summary>The features to watch. All of the schemas of the predictions if it is null.</summary>
    public IReadOnlyList<string>? Features { get; init; }

    /// <summary>What divides the predictions into segments: a feature, a column, or "context:KEY".</summary>
    public string? SegmentFeature { get; init; }

    /// <summary>The number of segments that have names: the largest ones. All others are one together.</summary>
    public int SegmentCap { get; init; } = 20;

    /// <summary>A rule without a feature is for all features of its kind without a rule of their own.</summary>
    public IReadOnlyList<MonitorRule> Rules { get; init; } =
    [
        new(DriftMethods.PsiSturges, 0.1, 0.25),
        new(DriftMethods.PsiCategories, 0.1, 0.25),
    ];

    /// <summary>The dataset has drifted if a larger share of its features has drifted.</summary>
    public double DriftShare { get; init; } = 0.5;

    /// <summary>The score from which a prediction is positive.</summary>
    public double DecisionThreshold { get; init; } = 0.5;

    /// <summary>The label of a positive prediction.</summary>
    public double PositiveLabel { get; init; } = 1;

    /// <summary>
    /// A side of a comparison with fewer predictions is not judged. With fewer than the usual number, PSI is often above 0.1 by chance.
    /// </summary>
    public int MinSample { get; init; } = 500;
}
