namespace MlOps.Domain.Statistics.Drift;

/// <summary>How far the features contribute to answers in another order than before. docs/statistics.md has the formula.</summary>
public static class AttributionDrift
{
    /// <summary>
    /// 1 - NDCG: the features in the order of their current attributions gain their attributions of the reference, discounted by the
    /// logarithm of the place, as a share of what the order of the reference gains (SageMaker Clarify). 0 if the order is the same.
    /// </summary>
    public const string NdcgLoss = "ndcg_loss";

    /// <summary>The limit of SageMaker Clarify, which warns below an NDCG of 0.9.</summary>
    public const double UsualLimit = 0.1;

    /// <summary>Measures <see cref="NdcgLoss"/>. Features with equal current attributions stand in the order of the reference.</summary>
    /// <returns>From 0 to 1. Null if no feature contributes to the answers of the reference.</returns>
    public static double? MeasureNdcgLoss(IReadOnlyCollection<AttributionShare> shares)
    {
        var ideal = Guard.Given(shares, nameof(shares)).OrderByDescending(share => share.Reference)
            .ThenBy(share => share.Feature, StringComparer.Ordinal).ToList();
        // A scale changes nothing, and large numbers do not overflow.
        var largest = ideal.Count == 0 ? 0 : ideal[0].Reference;
        return largest > 0
            ? Math.Clamp(1 - (Gain(ideal.OrderByDescending(share => share.Current), largest) / Gain(ideal, largest)), 0, 1)
            : null;
    }

    private static double Gain(IEnumerable<AttributionShare> ranked, double scale) =>
        ranked.Index().Sum(ranked => ranked.Item.Reference / scale / Math.Log2(ranked.Index + 2));
}
