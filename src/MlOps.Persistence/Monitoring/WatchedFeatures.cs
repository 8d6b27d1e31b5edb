using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>The features that a monitor watches in a window, by the rule of each.</summary>
/// <param name="ByRule">The features of each rule.</param>
/// <param name="WithoutRule">Those that no rule is for, or that the predictions of the window do not have.</param>
internal sealed record WatchedFeatures(ILookup<MonitorRule, string> ByRule, IReadOnlyList<UnjudgedFeature> WithoutRule)
{
    public static async Task<WatchedFeatures> FindAsync(
        MlOpsDbContext context, ServiceMonitor monitor, TimeWindow window, CancellationToken cancellationToken)
    {
        var numbers = await ListAsync(context, monitor, window, areNumbers: true, cancellationToken).ConfigureAwait(false);
        var categories = await ListAsync(context, monitor, window, areNumbers: false, cancellationToken).ConfigureAwait(false);
        var features = monitor.Features
            ?? numbers.Concat(categories).Concat(monitor.Rules.Select(rule => rule.Feature).OfType<string>()).Distinct();
        var found = features.Select(feature => (Feature: feature, Rule: FindRule(monitor, feature, numbers, categories))).ToList();
        return new WatchedFeatures(
            found.Where(pair => pair.Rule is not null).ToLookup(pair => pair.Rule!, pair => pair.Feature),
            [
                .. found.Where(pair => pair.Rule is null).Select(pair => new UnjudgedFeature(
                    pair.Feature,
                    null,
                    numbers.Contains(pair.Feature) || categories.Contains(pair.Feature)
                        ? "The monitor has no rule for it."
                        : "No schema of the predictions has it.")),
            ]);
    }

    // A column or a key of the context has no type, so it needs a rule of its own.
    private static MonitorRule? FindRule(ServiceMonitor monitor, string feature, string[] numbers, string[] categories) =>
        numbers.Contains(feature) ? monitor.FindRule(feature, isNumber: true)
        : categories.Contains(feature) ? monitor.FindRule(feature, isNumber: false)
        : monitor.Rules.FirstOrDefault(rule => rule.Feature == feature);

    private static Task<string[]> ListAsync(
        MlOpsDbContext context, ServiceMonitor monitor, TimeWindow window, bool areNumbers, CancellationToken cancellationToken) =>
        context.QuerySql<string[]>(
            $"""SELECT mlops_features_of({monitor.ServiceName}, {window.Start}, {window.End}, {areNumbers}) AS "Value" """)
            .SingleAsync(cancellationToken);
}
