namespace MlOps.Domain.Telemetry;

/// <summary>A straight line through measurements by least squares.</summary>
public sealed record LinearTrend
{
    private readonly double _meanDay;
    private readonly double _meanValue;
    private readonly double _daysSquared;

    private LinearTrend(
        DateTimeOffset start,
        double meanDay,
        double meanValue,
        double slope,
        double daysSquared,
        double residual,
        int count)
    {
        Start = start;
        (_meanDay, _meanValue, _daysSquared) = (meanDay, meanValue, daysSquared);
        (GrowthPerDay, ResidualError, Count) = (slope, residual, count);
    }

    /// <summary>The time of the first measurement.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>The growth in one day.</summary>
    public double GrowthPerDay { get; }

    /// <summary>The standard deviation of the measurements from the line.</summary>
    public double ResidualError { get; }

    public int Count { get; }

    /// <param name="points">Three or more measurements, at two or more different times.</param>
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
            throw new InvalidValueException(
                nameof(points), $"must have at least two different times; all were at {start:O}");

        var slope = days.Zip(points, (day, point) => (day - meanDay) * (point.Value - meanValue)).Sum() / daysSquared;
        var residuals = days.Zip(points, (day, point) => point.Value - meanValue - (slope * (day - meanDay)));
        var residual = Math.Sqrt(residuals.Sum(distance => distance * distance) / (points.Count - 2));
        return new LinearTrend(start, meanDay, meanValue, slope, daysSquared, residual, points.Count);
    }

    /// <summary>The value of the line at a time.</summary>
    public double ValueAt(DateTimeOffset moment) => _meanValue + (GrowthPerDay * (DaysTo(moment) - _meanDay));

    /// <summary>The standard error of one measurement at a time, which grows with the distance in time.</summary>
    public double StandardErrorAt(DateTimeOffset moment)
    {
        var distance = DaysTo(moment) - _meanDay;
        return ResidualError * Math.Sqrt(1 + (1.0 / Count) + (distance * distance / _daysSquared));
    }

    /// <summary>The time at which the line reaches a value after another time; null if there is none.</summary>
    public DateTimeOffset? FindTimeOf(double value, DateTimeOffset after)
    {
        var now = ValueAt(after);
        if (now >= value)
            return after;

        var days = (value - now) / GrowthPerDay;
        return days > 0 && days < (DateTimeOffset.MaxValue - after).TotalDays - 366 ? after.AddDays(days) : null;
    }

    private double DaysTo(DateTimeOffset moment) => (moment - Start).TotalDays;
}
