namespace MlOps.Domain.Statistics;

/// <summary>The range in which a value is expected to lie.</summary>
public readonly record struct ConfidenceInterval
{
    public ConfidenceInterval(double lower, double upper)
    {
        Lower = Guard.Finite(lower, nameof(Lower));
        Upper = Guard.Finite(upper, nameof(Upper));
        if (lower > upper)
            throw new InvalidValueException(
                nameof(Lower),
                $"must not be above {nameof(Upper)}; it was {Guard.Show(lower)} above {Guard.Show(upper)}");
    }

    public double Lower { get; }

    public double Upper { get; }
}
