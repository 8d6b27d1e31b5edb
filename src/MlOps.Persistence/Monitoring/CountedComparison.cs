using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Monitoring;

/// <summary>Compares the features of a window by the counts of its hours.</summary>
internal sealed class CountedComparison(MlOpsDbContext context, ServiceMonitor monitor, TimeWindow window)
{
    private readonly SketchRepository _sketches = new(context);

    /// <summary>Compares each feature by its rule. One that has no bins is added to a list, with the reason.</summary>
    /// <exception cref="OutdatedSketchException">The hours have other predictions than were counted.</exception>
    public async Task<List<(FeatureDrift Drift, MonitorRule Rule)>> CompareAsync(
        WatchedFeatures watched, WindowHashes hashes, List<UnjudgedFeature> unjudged, CancellationToken cancellationToken)
    {
        var bins = await context.FeatureBins.AsNoTracking().Where(row => row.MonitorId == monitor.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var withBins = bins.Where(row => !row.AreSegments).Select(row => row.FeatureName).ToHashSet(StringComparer.Ordinal);
        var wanted = watched.ByRule.Where(rule => monitor.IsCounted(rule.Key))
            .SelectMany(rule => rule.Select(feature => (Feature: feature, Rule: rule.Key)))
            .ToLookup(pair => withBins.Contains(pair.Feature));
        unjudged.AddRange(wanted[false].Select(pair => new UnjudgedFeature(pair.Feature, null, ExplainNoBins())));
        if (!wanted[true].Any())
            return [];

        await new SketchCheck(context, monitor, bins).RequireAsync(window, hashes, cancellationToken).ConfigureAwait(false);
        var found = new List<(FeatureDrift, MonitorRule)>();
        foreach (var sameMethod in wanted[true].GroupBy(pair => pair.Rule.Method))
        {
            var ruleOf = sameMethod.ToDictionary(pair => pair.Feature, pair => pair.Rule, StringComparer.Ordinal);
            var question = new SketchQuestion(monitor, window) { Method = sameMethod.Key, Features = [.. ruleOf.Keys] };
            await AskAsync(question).ConfigureAwait(false);
            if (monitor.SegmentFeature is not null && monitor.ReferenceKind != MonitorReferenceKind.Baseline)
                await AskAsync(question with { BySegment = true }).ConfigureAwait(false);

            async Task AskAsync(SketchQuestion asked) => found.AddRange(
                (await _sketches.CompareAsync(asked, cancellationToken).ConfigureAwait(false))
                .Select(row => (row.Drift, ruleOf[row.Drift.FeatureName])));
        }

        return found;
    }

    private string ExplainNoBins() => monitor.ReferenceKind == MonitorReferenceKind.Baseline
        ? "The baseline of the version does not have it."
        : $"No reference had the {monitor.MinSample} values that its bins need so far.";
}
