using MlOps.Domain.Statistics;

namespace MlOps.Domain.Patterns;

/// <summary>What the results of an A/B experiment say by now.</summary>
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

    /// <summary>How many each variant got.</summary>
    public IReadOnlyDictionary<string, long> Assignments { get; }

    public SampleRatioCheck SampleRatio { get; }

    /// <summary>Each treatment beside the control, where they can be compared.</summary>
    public IReadOnlyList<AbComparison> Comparisons { get; }

    /// <summary>The treatments that cannot be compared by now, each with the reason: too few observations, or all of them the same.</summary>
    public IReadOnlyDictionary<string, string> NotCompared { get; }

    /// <summary>Made of the sequential intervals, so that one may stop at any look.</summary>
    public AbOutcome Outcome { get; }

    /// <summary>The best treatment, where one is better than the control.</summary>
    public string? Winner { get; }
}
