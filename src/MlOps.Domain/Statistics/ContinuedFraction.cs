namespace MlOps.Domain.Statistics;

/// <summary>
/// A fraction 1 / (b0 + a1 / (b1 + a2 / (b2 + …))), evaluated from the front until no step changes it (W. J. Lentz,
/// 1976).
/// </summary>
internal struct ContinuedFraction(double b0)
{
    private const double Tiny = 1e-300;
    private const double Precision = 4e-16;

    private double _numerator = 1 / Tiny;
    private double _denominator = 1 / AvoidZero(b0);

    public double Value { get; private set; } = 1 / AvoidZero(b0);

    /// <returns>Whether the step changed the value.</returns>
    public bool Step(double a, double b)
    {
        _denominator = 1 / AvoidZero((a * _denominator) + b);
        _numerator = AvoidZero(b + (a / _numerator));
        var factor = _denominator * _numerator;
        Value *= factor;
        return Math.Abs(factor - 1) > Precision;
    }

    private static double AvoidZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
