using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

/// <summary>Compares what the database says about champion and challenger with what the rows say.</summary>
internal static class NearOutcomes
{
    public static void AssertEqual(PairedOutcomes expected, PairedOutcomes actual)
    {
        Assert.Equal((expected.Paired, expected.Counts), (actual.Paired, actual.Counts));
        Assert.All(
            new Func<PairedOutcomes, PairedMoments?>[] { all => all.Brier, all => all.LogLoss, all => all.Absolute, all => all.Squared },
            find => AssertClose(Numbers(find(expected)!), Numbers(find(actual)!)));
        AssertClose(Numbers(expected.Auc!), Numbers(actual.Auc!));
    }

    private static void AssertClose(double[] expected, double[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * Math.Max(1, Math.Abs(pair.First))));

    private static double[] Numbers(PairedMoments moments) =>
    [
        moments.Count, moments.ChampionMean, moments.ChallengerMean, moments.ChampionVariance, moments.ChallengerVariance,
        moments.Covariance,
    ];

    private static double[] Numbers(PairedAuc auc) =>
        [auc.Positives, auc.Negatives, auc.Champion, auc.Challenger, auc.VarianceOfDifference];
}
