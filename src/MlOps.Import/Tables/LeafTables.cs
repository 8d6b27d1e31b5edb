using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Source;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>
/// The tables of single services. Their rows refer to the unified one, have its id, or stand alone; what the unified row
/// tells counts, and what it does not is taken from the service's.
/// </summary>
internal static class LeafTables
{
    private static readonly string[] References = ["prediction_id", "ml_prediction_id", "unified_id", "unified_prediction_id"];

    private static readonly ImportColumn[] Keys = [Key("key", PredictionColumns.Keys).From(ColumnOrigin.Partner), Key("reference", References), Key("id")];

    public static readonly IReadOnlyList<ImportTable> All =
    [
        Of("code_roach_ml_predictions", CodeRoachPrediction.Service,
            [Needed("project_id"), Needed("file_path"), Json("code_metrics", "metrics")],
            (row, type, value, at, details) => CodeRoachPrediction.Record(type, value, at, Given(row, "project_id"), Given(row, "file_path"), row.Json("code_metrics"), details)),
        Of("oracle_ml_predictions", OraclePrediction.Service,
            [Needed("query", "question"), Text("knowledge_id"), Json("relevance_scores", "relevance", "relevance_score")],
            (row, type, value, at, details) => OraclePrediction.Record(type, value, at, Given(row, "query"), row.Text("knowledge_id"), row.Json("relevance_scores"), details)),
        Of("daisy_chain_ml_predictions", DaisyChainPrediction.Service,
            [Needed("task_id"), Text("task_type"), Number("success_probability")],
            (row, type, value, at, details) => DaisyChainPrediction.Record(type, value, at, Given(row, "task_id"), row.Text("task_type"), row.Number("success_probability"), details)),
        Of("first_mate_ml_predictions", FirstMatePrediction.Service,
            [Needed("user_id"), Text("roll_type"), Json("stat_info", "stats", "stat")],
            (row, type, value, at, details) => FirstMatePrediction.Record(type, value, at, Given(row, "user_id"), row.Text("roll_type"), row.Json("stat_info"), details)),
        Of("game_app_ml_predictions", GameAppPrediction.Service,
            [Needed("session_id"), Text("narrative_id"), Json("scenario", "scenario_info")],
            (row, type, value, at, details) => GameAppPrediction.Record(type, value, at, Given(row, "session_id"), row.Text("narrative_id"), row.Json("scenario"), details)),
        Of("ai_gm_ml_predictions", AiGmPrediction.Service,
            [Needed("campaign_id", "campaign"), Text("scene", "scene_id"), Json("decision")],
            (row, type, value, at, details) => AiGmPrediction.Record(type, value, at, Given(row, "campaign_id"), row.Text("scene"), row.Json("decision"), details)),
        Of("policy_ml_predictions", PolicyPrediction.Service,
            [Needed("resource_id"), Needed("policy_id"), Text("compliance_state", "compliance_status"), new ImportColumn("time_to_violation", ValueKind.Span)],
            (row, type, value, at, details) => PolicyPrediction.Record(
                type, value, at, Given(row, "resource_id"), Given(row, "policy_id"), row.Choice<ComplianceState>("compliance_state") ?? ComplianceState.Unknown, row.Span("time_to_violation"), details)),
    ];

    private static ImportTable Of(
        string table, string service, ImportColumn[] columns, Func<ImportRow, string, double?, DateTimeOffset, PredictionDetails, Prediction> make) =>
        new([table], table, [.. Keys, .. columns, .. PredictionColumns.From(ColumnOrigin.PartnerOrOwn)], row => Make(row, table, service, make))
        {
            Join = new ImportJoin([PredictionColumns.Table], References, PredictionColumns.Keys) { MayShareIds = true, TakesOver = true },
            Bag = "context",
            Derived = PredictionColumns.Derived,
        };

    private static IEnumerable<Entity> Make(
        ImportRow row, string table, string service, Func<ImportRow, string, double?, DateTimeOffset, PredictionDetails, Prediction> make)
    {
        if (row.Text("service_name") is { } told && told != service)
            row.Note(service, $"service_name is '{service}'");

        return PredictionColumns.Make(row, at => Id(row, table, at), (type, value, at, details) => make(row, type, value, at, details));
    }

    private static Guid Id(ImportRow row, string table, DateTimeOffset at)
    {
        if (row.Has("key"))
            return row.SlicedId(PredictionColumns.Table, "key", at);

        row.Note(table, $"of no row of {PredictionColumns.Table}: stands alone");
        return row.Has("reference") ? row.SlicedId(PredictionColumns.Table, "reference", at) : row.SlicedId(table, "id", at);
    }

    private static ImportColumn Needed(string name, params string[] others) => Text(name, others) with { IsNeeded = true };

    private static string Given(ImportRow row, string name) => row.Text(name) ?? throw row.Missing(name);
}
