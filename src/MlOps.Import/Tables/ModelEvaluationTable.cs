using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Evaluations of versions. Metrics may be in one document or in a column each.</summary>
internal sealed class ModelEvaluationTable : ImportTable
{
    private static readonly SourceColumn[] Metrics =
    [
        Column("accuracy", "accuracy_score"),
        Column("precision", "precision_score"),
        Column("recall", "recall_score"),
        "f1_score",
        Column("auc", "auc_score", "auc_roc", "roc_auc"),
        Column("loss", "evaluation_loss"),
        "mse",
        "mae",
        "rmse",
        "r2_score",
    ];

    public override TableShape Source { get; } = new(
        "model_evaluations",
        [
            Key("evaluation_id", "id"),
            Column("model_version_id", "model_id").Required(),
            Column("dataset_id", "evaluation_dataset_id", "test_dataset_id"),
            Document("metrics", "evaluation_metrics", "performance_metrics", "results"),
            .. Metrics,
            Document("confusion_matrix"),
            Document("thresholds"),
            Column("evaluated_by", "evaluator", "created_by").WhenMissing($"'{Unknown}'"),
            Column("created_at", "evaluated_at", "evaluation_date", "timestamp").Required(),
        ]);

    public override Type EntityType => typeof(ModelEvaluation);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        // An evaluation needs only the id of its version.
        var version = ModelVersion.Begin(Model.Register(Unknown, Unknown, Unknown, at), Unknown, at)
            .WithId(import.GetVersion("model_version_id"));
        var result = new EvaluationResult
        {
            Metrics = ReadMetrics(row, import),
            ConfusionMatrix = EvaluationMatrix.Read(row, import),
            Thresholds = import.GetMetrics("thresholds"),
        };
        var dataset = import.FindReference<TrainingDataset>("dataset_id", TrainingDatasetTable.Table);
        return [ModelEvaluation.Record(version, result, import.GetTextOrUnknown("evaluated_by"), at, dataset).WithId(import.GetId())];
    }

    // A column wins over a member of the document.
    private static MetricSet ReadMetrics(SourceRow row, ImportContext import) =>
        Metrics.Where(column => row.HasValue(column.Name)).Aggregate(
            import.GetMetrics("metrics"), (metrics, column) => metrics.With(column.Name, row.GetNumber(column.Name)));
}
