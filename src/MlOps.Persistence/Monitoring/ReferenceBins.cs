using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>The bins that a reference of a monitor gives.</summary>
internal sealed class ReferenceBins(MlOpsDbContext context, ServiceMonitor monitor)
{
    private static readonly double[] Probabilities =
        [.. Enumerable.Range(1, FeatureBins.Parts - 1).Select(part => (double)part / FeatureBins.Parts)];

    /// <summary>Makes those of the features that have none so far, and of which the reference has enough values.</summary>
    public async Task<List<FeatureBins>> MakeAsync(
        IReadOnlyList<FeatureBins> known, TimeWindow reference, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var watched = await WatchedFeatures.FindAsync(context, monitor, reference, cancellationToken).ConfigureAwait(false);
        var missing = watched.ByRule
            .Where(rule => rule.Key.Feature != ServiceMonitor.LabelColumn)
            .SelectMany(rule => rule.Select(feature => (Feature: feature, Rule: rule.Key)))
            .ExceptBy(known.Where(bins => !bins.AreSegments).Select(bins => bins.FeatureName), pair => pair.Feature)
            .ToLookup(pair => pair.Rule.IsForNumbers);
        var made = new List<FeatureBins>();
        if (missing[true].Any())
        {
            string[] features = [.. missing[true].Select(pair => pair.Feature)];
            var quantiles = await ListQuantilesAsync(features, reference, cancellationToken).ConfigureAwait(false);
            made.AddRange(quantiles
                .Select(row => FeatureBins.OfNumber(
                    monitor, features[row.I - 1], row.Quantiles, missing[true].ElementAt(row.I - 1).Rule.Edges, reference, at)));
        }

        foreach (var feature in missing[false].Select(pair => pair.Feature))
        {
            if (await ListCategoriesAsync(feature, reference, cancellationToken).ConfigureAwait(false) is { Length: > 0 } categories)
                made.Add(FeatureBins.OfCategories(monitor, feature, categories, reference, at));
        }

        if (monitor.SegmentFeature is not null && known.Concat(made).Any() && !known.Any(bins => bins.AreSegments))
            made.Add(FeatureBins.OfSegments(
                monitor, await ListSegmentsAsync(reference, cancellationToken).ConfigureAwait(false), reference, at));

        return made;
    }

    private Task<List<QuantileRow>> ListQuantilesAsync(string[] features, TimeWindow reference, CancellationToken cancellationToken) =>
        context.QuerySql<QuantileRow>(
            $"""
            WITH sample AS (SELECT mlops_sample_sql({features}, true, NULL, 'current') AS sql)
            SELECT q.i AS "I", q.quantiles AS "Quantiles"
            FROM sample AS s
            CROSS JOIN mlops_ranges(s.sql, {features.Length}, {monitor.ServiceName}, {reference.Start}, {reference.End}, NULL, NULL, NULL) AS r
            JOIN mlops_quantiles(
                (SELECT sql FROM sample), {features.Length}, {monitor.ServiceName}, {reference.Start}, {reference.End}, NULL, NULL, NULL,
                {Probabilities}) AS q ON q.i = r.i
            WHERE r.count >= {monitor.MinSample}
            ORDER BY q.i
            """).ToListAsync(cancellationToken);

    private async Task<string[]> ListCategoriesAsync(string feature, TimeWindow reference, CancellationToken cancellationToken) =>
        await context.QuerySql<string[]>(
            $"""
            SELECT CASE WHEN c.row_count - c.missing >= {monitor.MinSample} THEN c.categories ELSE ARRAY[]::text[] END AS "Value"
            FROM mlops_categories({monitor.ServiceName}, {feature}, {reference.Start}, {reference.End}, top => {FeatureBins.MaxCategories}) AS c
            """).SingleAsync(cancellationToken).ConfigureAwait(false);

    private Task<List<string>> ListSegmentsAsync(TimeWindow reference, CancellationToken cancellationToken) =>
        context.QuerySql<string>(
            $"""
            SELECT s.name AS "Value"
            FROM mlops_segments(
                {monitor.SegmentFeature}, {monitor.SegmentCap}, false, {monitor.ServiceName}, {reference.Start}, {reference.End},
                NULL::timestamptz, NULL::timestamptz) AS s
            WHERE s.at > 0
            """).ToListAsync(cancellationToken);

    private sealed record QuantileRow(int I, double[] Quantiles);
}
