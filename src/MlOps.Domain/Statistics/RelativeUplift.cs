using MlOps.Domain.Predictions;

namespace MlOps.Domain.Statistics;

/// <summary>By what share of the control's mean the treatment's exceeds it, with its uncertainty by the delta method.</summary>
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

    public static RelativeUplift Between(Moments control, Moments treatment)
    {
        if (control.Mean == 0)
            throw new InvalidValueException("Control", "must have a mean other than 0, since the uplift is relative to it; it was 0");

        var ratio = treatment.Mean / control.Mean;
        var variance = (treatment.VarianceOfMean + (ratio * ratio * control.VarianceOfMean)) / (control.Mean * control.Mean);
        return new RelativeUplift(
            (treatment.Mean - control.Mean) / Math.Abs(control.Mean), Math.Sqrt(variance), checked(control.Count + treatment.Count));
    }

    /// <summary>The interval for one look at the end.</summary>
    /// <param name="test">Whose distribution it takes.</param>
    /// <param name="alpha">How often it may be wrong.</param>
    public ConfidenceInterval FixedInterval(TestResult test, double alpha) =>
        Around(Guard.Given(test, nameof(test)).Reach(alpha) * StandardError);

    /// <summary>The interval that may be looked at as often as one likes: of all its looks together, alpha go wrong.</summary>
    /// <param name="alpha">How often it may be wrong.</param>
    /// <param name="tightestAt">At how many observations it is to be tightest.</param>
    public ConfidenceInterval SequentialInterval(double alpha, double tightestAt) =>
        Around(ConfidenceSequence.HalfWidth(StandardError * StandardError * _count, _count, alpha, tightestAt));

    private ConfidenceInterval Around(double halfWidth) => new(Estimate - halfWidth, Estimate + halfWidth);
}
