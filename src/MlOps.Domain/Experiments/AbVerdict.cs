using MlOps.Domain.Statistics;

namespace MlOps.Domain.Experiments;

/// <summary>What the results of an A/B experiment show so far.</summary>
public sealed record AbVerdict
{
    internal AbVerdict(
        Guid experimentId,
        IReadOnlyDictionary<string, long> assignments,
        SampleRatioCheck sampleRatio,
        IReadOnlyList<AbComparison> comparisons,
        IReadOnlyDictionary<string, string> notCompared)
    {
        (ExperimentId, Assignments, SampleRatio) = (experimentId, assignments, sampleRatio);
        (Comparisons, NotCompared) = (comparisons, notCompared);
        var best = comparisons.Where(comparison => comparison.IsBetter).MaxBy(comparison => comparison.Uplift.Estimate);
        Outcome = sampleRatio.IsMismatch ? AbOutcome.SampleRatioMismatch
            : best is not null ? AbOutcome.TreatmentBetter
            : notCompared.Count == 0 && comparisons.All(comparison => comparison.IsWorse) ? AbOutcome.ControlBetter
            : AbOutcome.Undecided;
        Winner = Outcome == AbOutcome.TreatmentBetter ? best!.Variant : null;
    }

    public Guid ExperimentId { get; }

    /// <summary>The number of participants of each variant.</summary>
    public IReadOnlyDictionary<string, long> Assignments { get; }

    public SampleRatioCheck SampleRatio { get; }

    /// <summary>The comparison of each treatment with the control, where one is possible.</summary>
    public IReadOnlyList<AbComparison> Comparisons { get; }

    /// <summary>
    /// The treatments that cannot be compared yet, each with the reason: too few observations, or all of them the same.
    /// </summary>
    public IReadOnlyDictionary<string, string> NotCompared { get; }

    /// <summary>It follows from the sequential intervals, so that the experiment may stop at any look.</summary>
    public AbOutcome Outcome { get; }

    /// <summary>The best treatment; null if none is better than the control.</summary>
    public string? Winner { get; }
}
