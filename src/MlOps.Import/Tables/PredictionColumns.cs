using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics;
using MlOps.Import.Source;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>What predictions of all services have.</summary>
internal static class PredictionColumns
{
    public const string Table = "ml_predictions";

    public static readonly string[] Keys = ["prediction_id", "id"];
    public static readonly string[] Times = ["timestamp", "predicted_at", "prediction_time", "prediction_timestamp"];

    private static readonly ImportColumn[] Columns =
    [
        Text("service_name", "service"),
        Text("prediction_type", "type", "prediction_kind") with { Otherwise = $"predictions are of type '{ImportTable.Unknown}'" },
        Number("predicted_value", "prediction", "prediction_value", "predicted_score", "violation_probability"),
        Number("actual_value", "actual", "ground_truth", "actual_outcome"),
        Time("labelled_at", "labeled_at", "actual_at") with { Otherwise = "a truth is taken as known when it was predicted" },
        Number("confidence", "confidence_score"),
        Number("confidence_lower", "confidence_interval_lower", "lower_bound"),
        Number("confidence_upper", "confidence_interval_upper", "upper_bound"),
        Json("output", "prediction_data", "prediction_result", "result"),
        Json("context", "metadata", "input_features", "features", "input_data"),
        Text("model_version", "version"),
        Key("model_version_id", "model_id"),
        Text("source") with { Otherwise = $"the source is '{PredictionSources.MlModel}'" },
        Text("target_entity_type", "entity_type", "resource_type"),
        Text("target_entity_id", "entity_id", "resource_id"),
        Json("shap_values"),
        Json("attention_weights"),
        Json("feature_importance", "feature_importances"),
        Json("recommendations"),
        Text("risk_level"),
        Number("inference_time_ms", "inference_time", "latency_ms"),
        Text("explanation"),
        Time("created_at", Times) with { IsNeeded = true },
    ];

    /// <summary>The database computes the error, and counts changes.</summary>
    public static readonly string[] Derived = ["error", "revision"];

    public static IEnumerable<ImportColumn> From(ColumnOrigin origin) => Columns.Select(column => column.From(origin));

    /// <summary>Makes a prediction of a row, and gives it the id that it has here.</summary>
    /// <param name="row">The row.</param>
    /// <param name="id">Its id here.</param>
    /// <param name="make">Makes it: of the type, the value, the time and the details.</param>
    public static IEnumerable<Entity> Make(
        ImportRow row, Func<DateTimeOffset, Guid> id, Func<string, double?, DateTimeOffset, PredictionDetails, Prediction> make)
    {
        var at = row.NeededTime("created_at");
        var known = id(at);
        try
        {
            var prediction = make(row.Text("prediction_type", ImportTable.Unknown), row.Number("predicted_value"), at, Details(row)).WithId(known);
            if (row.Number("actual_value") is { } actual)
                prediction.RecordLabel(actual, row.Time("labelled_at") ?? at);

            return [prediction];
        }
        catch (DomainException)
        {
            row.Memory.AddRefusedPrediction(known);
            throw;
        }
    }

    private static PredictionDetails Details(ImportRow row) => new()
    {
        Confidence = row.Number("confidence"),
        ConfidenceInterval = row.Number("confidence_lower") is { } lower && row.Number("confidence_upper") is { } upper ? new ConfidenceInterval(lower, upper) : null,
        Output = row.Json("output"),
        ModelVersion = row.Text("model_version"),
        ModelVersionId = VersionId(row),
        Source = row.Text("source") ?? PredictionSources.MlModel,
        TargetEntityType = row.Text("target_entity_type"),
        TargetEntityId = row.Text("target_entity_id"),
        ShapValues = row.Json("shap_values"),
        AttentionWeights = row.Json("attention_weights"),
        FeatureImportance = row.Json("feature_importance"),
        Recommendations = row.Json("recommendations"),
        RiskLevel = row.Choice<RiskLevel>("risk_level"),
        InferenceTimeMs = row.Number("inference_time_ms"),
        Explanation = row.Text("explanation"),
        // The last one, since it keeps what the others could not.
        Context = row.Bag("context"),
    };

    private static Guid? VersionId(ImportRow row)
    {
        var version = row.Version("model_version_id");
        if (version is not null || !row.Has("model_version_id"))
            return version;

        row.Keep("model_version_id");
        return row.Note<Guid?>(null, $"of a model that {(row.IsOfNoTenant("model_version_id") ? "names no tenant, and is not there for this one" : "is not there")}: its id is kept in context");
    }
}
