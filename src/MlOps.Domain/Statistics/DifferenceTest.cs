namespace MlOps.Domain.Statistics;

/// <summary>Tests whether a treatment differs from a control.</summary>
public static class DifferenceTest
{
    /// <summary>The z test of two proportions with the pooled variance.</summary>
    public static TestResult TwoProportions(Proportion control, Proportion treatment)
    {
        RequireTwo(control.Trials, nameof(control));
        RequireTwo(treatment.Trials, nameof(treatment));
        var variance = Proportion.PooledVariance(control, treatment);
        RequireSpread(variance);
        return new TestResult((treatment.Rate - control.Rate) / Math.Sqrt(variance), null);
    }

    /// <summary>Welch's t test, which does not assume equal variances.</summary>
    public static TestResult Welch(Moments control, Moments treatment)
    {
        RequireTwo(control.Count, nameof(control));
        RequireTwo(treatment.Count, nameof(treatment));
        var (left, right) = (control.VarianceOfMean, treatment.VarianceOfMean);
        var variance = left + right;
        RequireSpread(variance);
        // The formula uses shares, since the squares themselves could be too small or too large for a double.
        var (leftShare, rightShare) = (left / variance, right / variance);
        var degrees = 1 /
            ((leftShare * leftShare / (control.Count - 1)) + (rightShare * rightShare / (treatment.Count - 1)));
        return new TestResult((treatment.Mean - control.Mean) / Math.Sqrt(variance), degrees);
    }

    private static void RequireTwo(long count, string side)
    {
        if (count < 2)
            throw new InvalidValueException(
                "Count", $"must be 2 or more on each side of a test; that of the {side} was {count}");
    }

    private static void RequireSpread(double variance)
    {
        if (!(variance > 0))
            throw new InvalidValueException(
                "Variance",
                $"must be above zero for a test; it was {Guard.Show(variance)}, since all observations were the same");
    }
}
