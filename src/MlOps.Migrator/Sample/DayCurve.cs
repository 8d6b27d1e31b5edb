namespace MlOps.Migrator.Sample;

/// <summary>How busy the hours of a day are: most at three in the afternoon, least at three at night.</summary>
internal static class DayCurve
{
    private const int Parts = 1440;
    private const double Swing = 0.6;
    private const double Peak = 15.0 / 24;

    // For each part of what a day brings, by when it is done.
    private static readonly double[] Times = FindTimes();

    /// <summary>How busy a moment is: 1 on average.</summary>
    public static double LevelAt(DateTimeOffset moment) => 1 + (Swing * Math.Cos(2 * Math.PI * (moment.TimeOfDay.TotalDays - Peak)));

    /// <summary>So many moments of a day, one after the other.</summary>
    public static IEnumerable<DateTimeOffset> Moments(DateTimeOffset day, int count, SeededRandom random) =>
        Enumerable.Range(0, count).Select(i => day.AddTicks((long)(TimeSpan.TicksPerDay * TimeOf((i + random.NextDouble()) / count))));

    private static double TimeOf(double share)
    {
        var (part, rest) = ((int)(share * Parts), share * Parts % 1);
        return Times[part] + (rest * (Times[part + 1] - Times[part]));
    }

    private static double[] FindTimes()
    {
        var times = new double[Parts + 1];
        times[Parts] = 1;
        for (var (part, time) = (1, 0.0); part < Parts; part++)
        {
            while (ShareBefore(time) < (double)part / Parts)
                time += 1.0 / (Parts * 64);

            times[part] = time;
        }

        return times;
    }

    // The integral of the level.
    private static double ShareBefore(double time) =>
        time + (Swing / (2 * Math.PI) * (Math.Sin(2 * Math.PI * (time - Peak)) + Math.Sin(2 * Math.PI * Peak)));
}
