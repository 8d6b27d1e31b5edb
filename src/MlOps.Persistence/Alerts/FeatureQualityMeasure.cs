using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Alerts;

/// <summary>The mean quality score of each feature's values, or their mean completeness score if it is lower.</summary>
internal sealed class FeatureQualityMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.FeatureQuality;

    // The subjects that the rule had before count.
    public bool DependsOnRule => true;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var scored = await context.FeatureValues.Within(rule.WindowUntil(now))
            .Where(value => value.QualityScore != null || value.CompletenessScore != null)
            .GroupBy(value => value.FeatureName)
            .OrderBy(values => values.Key)
            .Select(values => new
            {
                Name = values.Key,
                Quality = values.Average(value => value.QualityScore),
                Completeness = values.Average(value => value.CompletenessScore),
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var names = scored.Select(feature => feature.Name).ToHashSet();
        var known = await KnownSubjects.ListAsync(context, rule, cancellationToken).ConfigureAwait(false);
        var silent = await context.Features
            .Where(feature => feature.Status == FeatureStatus.Active && known.Contains(feature.Name) && !names.Contains(feature.Name))
            .Select(feature => feature.Name)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var measured = scored.Select(feature => Judge(feature.Name, feature.Quality, feature.Completeness))
            .Concat(silent.Select(name => Measured.Missing(
                name, $"No value of feature '{name}' of the last {Shown.Span(rule.WindowLength)} has a score.")))
            .ToList();
        return measured.Count > 0 ? measured :
        [
            Measured.Missing(
                "",
                $"No feature has a score: no value of the last {Shown.Span(rule.WindowLength)} in ml_feature_store has a quality_score " +
                "or a completeness_score. Give them to FeatureValue.Record."),
        ];
    }

    private static Measured Judge(string name, double? quality, double? completeness)
    {
        var score = Math.Min(quality ?? 1, completeness ?? 1);
        return Measured.Of(
            name,
            score,
            $"The values of feature '{name}' have {Show("quality score", quality)} and {Show("completeness score", completeness)}.",
            $"See what its source delivers: ml_feature_store has its values, with feature_name '{name}'.");
    }

    private static string Show(string score, double? mean) =>
        mean is { } value ? $"a mean {score} of {Shown.Percent(value)}" : $"no {score}";
}
