namespace MlOps.Domain.Statistics;

/// <summary>McNemar's exact test of two answers to the same questions. Only questions that one of them answered right count.</summary>
public static class McNemarTest
{
    /// <summary>The probability that the second would be right alone so often, or more often, if both were equally good.</summary>
    /// <param name="secondRight">The questions that only the second answered right.</param>
    /// <param name="firstRight">The questions that only the first answered right.</param>
    public static double OneSided(long secondRight, long firstRight)
    {
        Guard.NotNegative(secondRight, nameof(secondRight));
        Guard.NotNegative(firstRight, nameof(firstRight));
        return secondRight == 0 ? 1 : IncompleteBeta.Regularised(secondRight, firstRight + 1.0, 0.5);
    }
}
