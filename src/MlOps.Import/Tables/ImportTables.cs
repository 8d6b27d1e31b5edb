using MlOps.Import.Mapping;

namespace MlOps.Import.Tables;

/// <summary>All known tables, in an order in which a row comes after the rows to which it refers.</summary>
internal static class ImportTables
{
    public static readonly IReadOnlyList<ImportTable> All =
    [
        ModelTable.OfModels,
        ModelTable.OfVersions,
        new ModelAsVersionTable(),
        new ModelVersionTable(),
        new ConfigurationTable(),
        new TrainingJobTable(),
        new FeatureSchemaTable(),
        .. ServicePredictionTables.All,
        new PredictionTable(),
        new FeedbackTable(),
        new ShadowScoreTable(),
        new PerformanceMetricTable(),
        new FeatureTable(),
        new FeatureValueTable(),
        new DriftMetricTable(),
        new MonitoringRunTable(),
        new RetrainingDecisionTable(),
    ];
}
