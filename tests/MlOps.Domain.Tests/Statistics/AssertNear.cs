namespace MlOps.Domain.Tests.Statistics;

internal static class AssertNear
{
    /// <summary>Asserts that the relative difference of two numbers is tiny, however small they are.</summary>
    public static void Equal(double expected, double actual, double relative = 1e-12) =>
        Assert.True(
            Math.Abs(actual - expected) <= Math.Abs(expected) * relative,
            $"Expected {expected:R}, but it was {actual:R}.");
}
