using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Telemetry;

namespace MlOps.Persistence.Tenancy;

/// <summary>The retention policies that each tenant begins with. What has none is kept for ever.</summary>
internal static class DefaultRetention
{
    private static readonly IReadOnlyList<(Type Entity, int Days, RetentionAction Action)> Policies =
    [
        (typeof(Prediction), 90, RetentionAction.Archive),
        (typeof(Feedback), 180, RetentionAction.Archive),
        (typeof(ShadowScore), 90, RetentionAction.Archive),
        // They summarise predictions, and outlive them.
        (typeof(PerformanceMetric), 365, RetentionAction.Delete),
        (typeof(LearningEvent), 180, RetentionAction.Archive),
        (typeof(SystemMetric), 30, RetentionAction.Delete),
        (typeof(QueryLog), 90, RetentionAction.Delete),
        (typeof(ResourceSample), 90, RetentionAction.Delete),
        (typeof(CapacityForecast), 365, RetentionAction.Delete),
        (typeof(HealthSnapshot), 30, RetentionAction.Delete),
        (typeof(JobRun), 90, RetentionAction.Delete),
    ];

    /// <summary>Those for the tables that a model has. The tables of services have the policy of predictions.</summary>
    public static IReadOnlyList<RetentionPolicy> Create(IModel model, DateTimeOffset at) =>
    [
        .. Policies
            .SelectMany(policy => TablesOf(model, policy.Entity)
                .Select(table => RetentionPolicy.Define(table, policy.Days, policy.Action, at)))
            .OrderBy(policy => policy.TableName, StringComparer.Ordinal),
    ];

    private static IEnumerable<string> TablesOf(IModel model, Type entity) => model.FindEntityType(entity) is { } root
        ? root.GetDerivedTypesInclusive().Select(type => type.GetTableName()).OfType<string>().Distinct()
        : [];
}
