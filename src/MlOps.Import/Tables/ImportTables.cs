namespace MlOps.Import.Tables;

/// <summary>All tables that are known, in an order in which what a row refers to is there before it.</summary>
internal static class ImportTables
{
    public static readonly IReadOnlyList<ImportTable> All =
    [
        ModelTables.Models,
        ModelTables.ModelsOfVersions,
        ModelTables.VersionsOfModels,
        ModelVersionTable.Versions,
        ConfigurationTable.Configurations,
        TrainingJobTable.Jobs,
        .. LeafTables.All,
        PredictionTable.Predictions,
        FeedbackTable.Feedback,
        PerformanceMetricTable.Metrics,
        FeatureTables.Features,
        FeatureTables.Values,
        DriftMetricTable.Metrics,
        MonitoringTable.Runs,
        DecisionTable.Decisions,
    ];
}
