using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>The attributions of one method in a window, beside those of its reference.</summary>
/// <param name="Method">The method that attributed: "shap".</param>
/// <param name="Measurement">How far the features are from the order of the reference.</param>
/// <param name="Evidence">The predictions that were compared.</param>
/// <param name="Shares">The features. There are none if one side has too few predictions.</param>
internal sealed record AttributionComparison(
    string Method, DriftMeasurement Measurement, DriftEvidence Evidence, IReadOnlyList<AttributionShare> Shares)
{
    private const int MostStored = 100;

    /// <summary>Compares the attributions of each method that one side has. The database sums them up.</summary>
    /// <param name="context">The context.</param>
    /// <param name="service">The service.</param>
    /// <param name="reference">The window of the reference.</param>
    /// <param name="current">The current window.</param>
    /// <param name="minSample">A method with fewer predictions on a side has no statistic.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public static async Task<IReadOnlyList<AttributionComparison>> ListAsync(
        MlOpsDbContext context,
        string service,
        TimeWindow reference,
        TimeWindow current,
        int minSample,
        CancellationToken cancellationToken)
    {
        var found = new List<AttributionComparison>();
        foreach (var side in await AttributionRows.ListAsync(context, service, reference, current, cancellationToken).ConfigureAwait(false))
        {
            var shares = Math.Min(side.ReferenceSize, side.CurrentSize) >= minSample
                ? await AttributionRows.ListSharesAsync(context, service, side.Method, reference, current, cancellationToken)
                    .ConfigureAwait(false)
                : [];
            var measured = new DriftMeasurement(
                AttributionDrift.NdcgLoss, AttributionDrift.MeasureNdcgLoss(shares), side.ReferenceSize, side.CurrentSize);
            found.Add(new(side.Method, measured, new DriftEvidence(service, side.ReferenceHash, side.CurrentHash), shares));
        }

        return found;
    }

    /// <summary>The method that attributed, as a result has it. Null if the result is not about attributions.</summary>
    public static string? FindMethod(DriftMetric metric) =>
        metric.Kind == DriftKind.Attribution ? metric.Bins?.As<Details>()?.AttributionMethod : null;

    /// <summary>The result with the features that contribute most on either side, as shares of all.</summary>
    public DriftResult ToResult()
    {
        var (before, now) = (Sum(share => share.Reference), Sum(share => share.Current));
        var shares = Shares
            .Select(share => new AttributionShare(share.Feature, share.Reference / before, share.Current / now))
            .OrderByDescending(share => Math.Max(share.Reference, share.Current))
            .Take(MostStored);
        return DriftResult.From(Measurement, Evidence) with { Bins = Json.From(new Details(Method, [.. shares])) };
    }

    private double Sum(Func<AttributionShare, double> side) => Shares.Sum(side) is var sum && sum > 0 ? sum : 1;

    private sealed record Details(string AttributionMethod, IReadOnlyList<AttributionShare> Shares);
}
