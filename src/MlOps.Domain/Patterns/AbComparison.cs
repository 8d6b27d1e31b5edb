using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Patterns;

/// <summary>A treatment beside the control.</summary>
public sealed record AbComparison
{
    internal AbComparison(AbVariant variant, TestResult test, RelativeUplift uplift, double alpha, double tightestAt)
    {
        (Variant, Test, Uplift, Alpha) = (variant.Name, test, uplift, alpha);
        Interval = uplift.FixedInterval(test, alpha);
        SequentialInterval = uplift.SequentialInterval(alpha, tightestAt);
    }

    /// <summary>The treatment's name.</summary>
    public string Variant { get; }

    public TestResult Test { get; }

    public RelativeUplift Uplift { get; }

    /// <summary>The error rate of this comparison: the experiment's, shared by all treatments.</summary>
    public double Alpha { get; }

    /// <summary>Of the relative uplift, for one look at the end that was planned.</summary>
    public ConfidenceInterval Interval { get; }

    /// <summary>Of the relative uplift, however often it is looked at.</summary>
    public ConfidenceInterval SequentialInterval { get; }

    /// <summary>Whether the test tells a difference. It holds for one look at the end that was planned.</summary>
    public bool IsSignificant => Test.PValue < Alpha;

    /// <summary>Whether the treatment is better, however often one looked.</summary>
    public bool IsBetter => SequentialInterval.Lower > 0;

    /// <summary>Whether the treatment is worse, however often one looked.</summary>
    public bool IsWorse => SequentialInterval.Upper < 0;
}
