using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>
/// The bins of a monitor. Those of a feature are made from the first reference with enough values of it, once and for all.
/// </summary>
internal sealed class MonitorBins(MlOpsDbContext context, ServiceMonitor monitor)
{
    private static readonly double[] Probabilities =
        [.. Enumerable.Range(1, FeatureBins.Parts - 1).Select(part => (double)part / FeatureBins.Parts)];

    /// <summary>Finds all of them, and makes those that are missing.</summary>
    public Task<List<FeatureBins>> FindOrMakeAsync(TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                // Two processes would make different ones.
                await context.ExecuteSqlAsync(
                    $"SELECT pg_advisory_xact_lock(uuid_hash_extended({monitor.Id}, 0))", cancellationToken).ConfigureAwait(false);
                var bins = await context.FeatureBins.AsNoTracking().Where(row => row.MonitorId == monitor.Id)
                    .OrderBy(row => row.FeatureName).ToListAsync(cancellationToken).ConfigureAwait(false);
                var made = monitor.ReferenceKind == MonitorReferenceKind.Baseline
                    ? await TakeOverAsync(bins, at, cancellationToken).ConfigureAwait(false)
                    : await MakeAsync(bins, window, at, cancellationToken).ConfigureAwait(false);
                if (made.Count > 0)
                    await context.BulkInsertAsync(made, cancellationToken).ConfigureAwait(false);

                return bins.Concat(made).ToList();
            },
            cancellationToken);

    /// <summary>What tells whether two spans were counted in the same bins.</summary>
    public static long HashOf(IEnumerable<FeatureBins> bins) => bins.Aggregate(
        0L, (hash, row) => hash ^ BinaryPrimitives.ReadInt64BigEndian(Convert.FromHexString(row.Hash)));

    private async Task<List<FeatureBins>> TakeOverAsync(
        List<FeatureBins> known, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var baselines = await context.FeatureBaselines.AsNoTracking()
            .Where(baseline => baseline.ModelVersionId == monitor.BaselineVersionId)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            .. baselines
                .Where(baseline => monitor.Features is null || monitor.Features.Contains(baseline.FeatureName))
                .ExceptBy(known.Select(bins => bins.FeatureName), baseline => baseline.FeatureName)
                .Select(baseline => FeatureBins.From(monitor, baseline, at)),
        ];
    }

    private async Task<List<FeatureBins>> MakeAsync(
        List<FeatureBins> known, TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var reference = monitor.Reference.FindFor(window);
        var watched = await WatchedFeatures.FindAsync(context, monitor, window, cancellationToken).ConfigureAwait(false);
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

        if (monitor.SegmentFeature is not null && known.Concat(made).Any() && !known.Exists(bins => bins.AreSegments))
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
