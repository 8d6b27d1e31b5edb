using MlOps.Domain.Statistics;

namespace MlOps.Domain.Experiments;

/// <summary>The comparison of a treatment with the control.</summary>
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

    /// <summary>The error rate of this comparison: its part of the experiment's error rate.</summary>
    public double Alpha { get; }

    /// <summary>The interval of the relative uplift. It holds for one look, at the planned end.</summary>
    public ConfidenceInterval Interval { get; }

    /// <summary>The interval of the relative uplift that holds for any number of looks.</summary>
    public ConfidenceInterval SequentialInterval { get; }

    /// <summary>Whether the test finds a difference. It holds for one look, at the planned end.</summary>
    public bool IsSignificant => Test.PValue < Alpha;

    /// <summary>Whether the treatment is better. It holds for any number of looks.</summary>
    public bool IsBetter => SequentialInterval.Lower > 0;

    /// <summary>Whether the treatment is worse. It holds for any number of looks.</summary>
    public bool IsWorse => SequentialInterval.Upper < 0;
}
