namespace MlOps.Domain.Telemetry;

/// <summary>A straight line through measurements, by least squares.</summary>
public sealed record LinearTrend
{
    private readonly double _meanDay;
    private readonly double _meanValue;
    private readonly double _daysSquared;

    private LinearTrend(DateTimeOffset start, double meanDay, double meanValue, double slope, double daysSquared, double residual, int count)
    {
        Start = start;
        (_meanDay, _meanValue, _daysSquared) = (meanDay, meanValue, daysSquared);
        (PerDay, ResidualError, Count) = (slope, residual, count);
    }

    /// <summary>The first measurement's time.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>By how much it grows each day.</summary>
    public double PerDay { get; }

    /// <summary>How far measurements lie off the line: a standard deviation.</summary>
    public double ResidualError { get; }

    public int Count { get; }

    /// <param name="points">Three measurements or more, at two moments or more.</param>
    public static LinearTrend Fit(IReadOnlyCollection<TrendPoint> points)
    {
        Guard.Given(points, nameof(points));
        if (points.Count < 3)
            throw new InvalidValueException(nameof(points), $"must be three or more; there were {points.Count}");

        var start = points.Min(point => point.At);
        var days = points.Select(point => (point.At - start).TotalDays).ToList();
        var (meanDay, meanValue) = (days.Average(), points.Average(point => point.Value));
        var daysSquared = days.Sum(day => (day - meanDay) * (day - meanDay));
        if (daysSquared == 0)
            throw new InvalidValueException(nameof(points), $"must be of two moments or more; all were of {start:O}");

        var slope = days.Zip(points, (day, point) => (day - meanDay) * (point.Value - meanValue)).Sum() / daysSquared;
        var residuals = days.Zip(points, (day, point) => point.Value - meanValue - (slope * (day - meanDay)));
        var residual = Math.Sqrt(residuals.Sum(distance => distance * distance) / (points.Count - 2));
        return new LinearTrend(start, meanDay, meanValue, slope, daysSquared, residual, points.Count);
    }

    /// <summary>What the line says of a moment.</summary>
    public double At(DateTimeOffset moment) => _meanValue + (PerDay * (DaysTo(moment) - _meanDay));

    /// <summary>How uncertain a single measurement at that moment would be: grows with the distance from what was measured.</summary>
    public double StandardErrorAt(DateTimeOffset moment)
    {
        var distance = DaysTo(moment) - _meanDay;
        return ResidualError * Math.Sqrt(1 + (1.0 / Count) + (distance * distance / _daysSquared));
    }

    /// <summary>When the line reaches a value; null if it never does after a moment, or not before the end of time.</summary>
    public DateTimeOffset? Reaches(double value, DateTimeOffset after)
    {
        var now = At(after);
        if (now >= value)
            return after;

        var days = (value - now) / PerDay;
        return days > 0 && days < (DateTimeOffset.MaxValue - after).TotalDays - 366 ? after.AddDays(days) : null;
    }

    private double DaysTo(DateTimeOffset moment) => (moment - Start).TotalDays;
}
