using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The columns that predictions of all services have.</summary>
internal static class PredictionColumns
{
    public const string Table = "ml_predictions";

    public static readonly string[] Keys = ["prediction_id", "id"];

    public static readonly SourceColumn CreatedAt =
        Column("created_at", "timestamp", "predicted_at", "prediction_time", "prediction_timestamp").Required();

    public static readonly SourceColumn[] All =
    [
        CreatedAt,
        Column("service_name", "service"),
        Column("prediction_type", "type", "prediction_kind")
            .WhenMissing($"'{ImportTable.Unknown}'"),
        Column("predicted_value", "prediction", "prediction_value", "predicted_score", "violation_probability"),
        Column("actual_value", "actual", "ground_truth", "actual_outcome"),
        Column("labelled_at", "labeled_at", "actual_at").WhenMissing("created_at"),
        "label_source",
        Column("confidence", "confidence_score"),
        Column("confidence_lower", "confidence_interval_lower", "lower_bound"),
        Column("confidence_upper", "confidence_interval_upper", "upper_bound"),
        Document("confidence_interval"),
        Document("output", "prediction_data", "prediction_result", "result"),
        InputColumns.Context,
        .. FeatureColumns.All,
        "request_id",
        Column("model_version", "version"),
        Column("model_version_id", "model_id"),
        Column("source").WhenMissing($"'{PredictionSources.MlModel}'"),
        Column("target_entity_type", "entity_type", "resource_type"),
        Column("target_entity_id", "entity_id", "resource_id"),
        Document("shap_values"),
        Document("attention_weights"),
        Document("feature_importance", "feature_importances"),
        Document("recommendations"),
        "risk_level",
        Column("inference_time_ms", "inference_time", "latency_ms"),
        "explanation",
    ];

    /// <summary>Columns that the database computes.</summary>
    public static readonly string[] Computed = ["error", "revision"];

    /// <summary>Creates the prediction of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="import">The import.</param>
    /// <param name="service">The service of the prediction.</param>
    /// <param name="idColumn">The column with the id in the source.</param>
    /// <param name="idTable">The table of the source in which the id is unique; the table of the row if null.</param>
    /// <param name="create">Creates the prediction of the service.</param>
    public static IEnumerable<Entity> Map(
        SourceRow row,
        ImportContext import,
        string service,
        string idColumn,
        string? idTable,
        Func<PredictionValues, Prediction> create)
    {
        var at = row.GetTime("created_at");
        var id = import.GetSlicedId(at, idColumn, idTable);
        try
        {
            var type = import.GetTextOrUnknown("prediction_type");
            var (value, document) = PredictedValue.Read(row, "predicted_value");
            var (actual, actualDocument) = PredictedValue.Read(row, "actual_value");
            var output = row.FindJson("output") ?? document;
            if (document is not null && output != document)
                import.StoreValue("predicted_value");

            if (actualDocument is not null)
                import.StoreValue("actual_value");

            var values = new PredictionValues(type, value, at, ReadDetails(row, import, service) with
            {
                Output = output,
                RequestId = row.FindText("request_id") ?? FindOldId(row.GetText(idColumn), id),
            });
            var prediction = create(values).WithId(id);
            if (actual is { } label)
                prediction.RecordLabel(label, row.FindTime("labelled_at") ?? at, row.FindText("label_source"));

            return [prediction];
        }
        catch (DomainException)
        {
            import.State.AddRefusedPrediction(id);
            throw;
        }
    }

    // Others may know the prediction by it.
    private static string? FindOldId(string old, Guid id) =>
        old == $"{id}" || old.Length > Prediction.MaxRequestLength ? null : old;

    private static PredictionDetails ReadDetails(SourceRow row, ImportContext import, string service)
    {
        var schema = new Lazy<FeatureDocuments?>(() => import.State.Schemas.Find(service, import.Note));
        var (arrays, attributions) = FeatureColumns.Read(row, import, schema);
        var (features, context, others) = arrays is null
            ? InputColumns.Read(row, import, schema)
            : (arrays, FeatureColumns.IsContext(row) ? null : row.FindJson("context"), row.ReadExtraColumns());
        return new PredictionDetails
        {
            Features = features,
            Attributions = attributions,
            Confidence = row.FindNumber("confidence"),
            ConfidenceInterval = ReadInterval(row, import),
            ModelVersion = row.FindText("model_version"),
            ModelVersionId = FindVersion(row, import),
            Source = row.FindText("source") ?? PredictionSources.MlModel,
            TargetEntityType = row.FindText("target_entity_type"),
            TargetEntityId = row.FindText("target_entity_id"),
            ShapValues = row.FindJson("shap_values"),
            AttentionWeights = row.FindJson("attention_weights"),
            FeatureImportance = row.FindJson("feature_importance"),
            Recommendations = row.FindJson("recommendations"),
            RiskLevel = row.FindChoice<RiskLevel>("risk_level"),
            InferenceTimeMs = row.FindNumber("inference_time_ms"),
            Explanation = row.FindText("explanation"),
            // This is the last one, since the id of an unknown model is one of the extra columns.
            Context = import.AddExtraColumns(context, "context", others),
        };
    }

    private static ConfidenceInterval? ReadInterval(SourceRow row, ImportContext import) =>
        row.FindNumber("confidence_lower") is { } lower && row.FindNumber("confidence_upper") is { } upper
            ? new ConfidenceInterval(lower, upper)
            : PredictedValue.ReadInterval(row, import, "confidence_interval");

    private static Guid? FindVersion(SourceRow row, ImportContext import)
    {
        var version = import.FindVersion("model_version_id");
        if (version is null && row.HasValue("model_version_id"))
        {
            import.StoreValue("model_version_id");
            import.Note(import.IsVersionWithoutTenant("model_version_id")
                ? ImportRemarks.ModelWithoutTenant
                : ImportRemarks.UnknownModelInContext);
        }

        return version;
    }
}
