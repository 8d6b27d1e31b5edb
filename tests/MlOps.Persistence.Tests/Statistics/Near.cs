namespace MlOps.Persistence.Tests.Statistics;

/// <summary>How near the answers of both homes of a statistic must be.</summary>
internal static class Near
{
    private const double StatisticError = 1e-9;
    private const double ProbabilityError = 1e-6;
    private const double TinyProbability = 1e-12;

    // What rounding makes of a 0.
    private const double Nothing = 1e-13;

    public static void Statistic(double? expected, double? actual, string of) => Assert.True(
        (expected, actual) switch
        {
            (null, null) => true,
            ({ } one, { } other) => Math.Abs(one - other) <= Math.Max(Nothing, StatisticError * Math.Abs(one)),
            _ => false,
        },
        $"{of} is {actual:R}, and {expected:R} was expected.");

    /// <summary>Where a probability is tiny, its logarithm must be near.</summary>
    public static void Probability(double? expected, double? actual, string of) => Assert.True(
        (expected, actual) switch
        {
            (null, null) => true,
            ({ } one, { } other) when one < TinyProbability => one == other
                || Math.Abs(Math.Log(one) - Math.Log(other)) <= ProbabilityError * Math.Abs(Math.Log(one)),
            ({ } one, { } other) => Math.Abs(one - other) <= ProbabilityError * one,
            _ => false,
        },
        $"{of} is {actual:R}, and {expected:R} was expected.");

    public static void Statistics(IEnumerable<double?>? expected, IEnumerable<double?>? actual, string of)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is null)
            return;

        Assert.Equal(expected.Count(), actual!.Count());
        Assert.All(expected.Zip(actual!), pair => Statistic(pair.First, pair.Second, of));
    }
}
