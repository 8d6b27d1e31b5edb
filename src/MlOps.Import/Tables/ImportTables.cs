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
        new TrainingDatasetTable(),
        new TrainingJobTable(),
        new TrainingJobTable("model_training_sessions"),
        new ModelEvaluationTable(),
        new FeatureSchemaTable(),
        .. ServicePredictionTables.All,
        new PredictionTable(),
        new PredictionTable("predictions"),
        new FeedbackTable(),
        new ShadowScoreTable(),
        new PerformanceMetricTable(),
        new FeatureTable(),
        new FeatureValueTable(),
        new FeatureTable("feature_store"),
        new FeatureValueTable("feature_store"),
        new DriftMetricTable(),
        new MonitoringRunTable(),
        new RetrainingDecisionTable(),
        new EvolutionExperimentTable(),
        new EvolutionGenerationTable(),
        new EvolutionIndividualTable(),
        new CodeEvaluationTable(),
        new LlmInteractionTable(),
        new IdentifiedPatternTable(),
        new PatternOccurrenceTable(),
        new RecommendationTable(),
        new AbExperimentTable(),
        new DataQualityCheckTable(),
        .. EventLeafTables.All,
        new LearningEventTable(),
        new SystemMetricTable(),
        new QueryLogTable(),
        new ResourceSampleTable(),
        new CapacityForecastTable(),
    ];
}
