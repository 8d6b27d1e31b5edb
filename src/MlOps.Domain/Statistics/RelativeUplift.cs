namespace MlOps.Domain.Statistics;

/// <summary>
/// The difference between the means of treatment and control as a share of the control's mean. Its uncertainty comes
/// from the delta method.
/// </summary>
public sealed record RelativeUplift
{
    private readonly long _count;

    private RelativeUplift(double estimate, double standardError, long count)
    {
        Estimate = Guard.Finite(estimate, "Uplift");
        StandardError = Guard.Finite(standardError, nameof(StandardError));
        _count = count;
    }

    /// <summary>0.1 for ten percent more than the control.</summary>
    public double Estimate { get; }

    public double StandardError { get; }

    public static RelativeUplift Compute(Moments control, Moments treatment)
    {
        if (control.Mean == 0)
            throw new InvalidValueException(
                "Control", "must have a mean other than 0, since the uplift is relative to it; it was 0");

        var ratio = treatment.Mean / control.Mean;
        var variance =
            (treatment.VarianceOfMean + (ratio * ratio * control.VarianceOfMean)) / (control.Mean * control.Mean);
        var estimate = (treatment.Mean - control.Mean) / Math.Abs(control.Mean);
        return new RelativeUplift(estimate, Math.Sqrt(variance), checked(control.Count + treatment.Count));
    }

    /// <summary>The interval that holds for one look, at the end.</summary>
    /// <param name="test">The test that determines the distribution.</param>
    /// <param name="alpha">The error rate of the interval.</param>
    public ConfidenceInterval FixedInterval(TestResult test, double alpha) =>
        Around(Guard.Given(test, nameof(test)).CriticalValue(alpha) * StandardError);

    /// <summary>The interval that holds for any number of looks.</summary>
    /// <param name="alpha">The error rate of all looks together.</param>
    /// <param name="tightestAt">The number of observations with the tightest interval.</param>
    public ConfidenceInterval SequentialInterval(double alpha, double tightestAt) =>
        Around(ConfidenceSequence.HalfWidth(StandardError * StandardError * _count, _count, alpha, tightestAt));

    private ConfidenceInterval Around(double halfWidth) => new(Estimate - halfWidth, Estimate + halfWidth);
}
