using MlOps.Domain.Predictions;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The tables of the services.</summary>
internal static class ServicePredictionTables
{
    public static readonly IReadOnlyList<ServicePredictionTable> All =
    [
        new("code_roach_ml_predictions", typeof(CodeRoachPrediction), CodeRoachPrediction.Service,
            [Column("project_id").Required(), Column("file_path").Required(), Document("code_metrics", "metrics")],
            (row, known) => CodeRoachPrediction.Record(
                known.Type, known.Value, known.At, row.GetText("project_id"), row.GetText("file_path"),
                row.FindJson("code_metrics"), known.Details)),
        new("oracle_ml_predictions", typeof(OraclePrediction), OraclePrediction.Service,
            [
                Column("query", "question").Required(), "knowledge_id",
                Document("relevance_scores", "relevance", "relevance_score"),
            ],
            (row, known) => OraclePrediction.Record(
                known.Type, known.Value, known.At, row.GetText("query"), row.FindText("knowledge_id"),
                row.FindJson("relevance_scores"), known.Details)),
        new("daisy_chain_ml_predictions", typeof(DaisyChainPrediction), DaisyChainPrediction.Service,
            [Column("task_id").Required(), "task_type", "success_probability"],
            (row, known) => DaisyChainPrediction.Record(
                known.Type, known.Value, known.At, row.GetText("task_id"), row.FindText("task_type"),
                row.FindNumber("success_probability"), known.Details)),
        new("first_mate_ml_predictions", typeof(FirstMatePrediction), FirstMatePrediction.Service,
            [Column("user_id").Required(), "roll_type", Document("stat_info", "stats", "stat")],
            (row, known) => FirstMatePrediction.Record(
                known.Type, known.Value, known.At, row.GetText("user_id"), row.FindText("roll_type"),
                row.FindJson("stat_info"), known.Details)),
        new("game_app_ml_predictions", typeof(GameAppPrediction), GameAppPrediction.Service,
            [Column("session_id").Required(), "narrative_id", Document("scenario", "scenario_info")],
            (row, known) => GameAppPrediction.Record(
                known.Type, known.Value, known.At, row.GetText("session_id"), row.FindText("narrative_id"),
                row.FindJson("scenario"), known.Details)),
        new("ai_gm_ml_predictions", typeof(AiGmPrediction), AiGmPrediction.Service,
            [Column("campaign_id", "campaign").Required(), Column("scene", "scene_id"), Document("decision")],
            (row, known) => AiGmPrediction.Record(
                known.Type, known.Value, known.At, row.GetText("campaign_id"), row.FindText("scene"),
                row.FindJson("decision"), known.Details)),
        new("policy_ml_predictions", typeof(PolicyPrediction), PolicyPrediction.Service,
            [
                Column("resource_id").Required(), Column("policy_id").Required(),
                Column("compliance_state", "compliance_status"), Column("time_to_violation").OfType("interval"),
            ],
            (row, known) => PolicyPrediction.Record(
                known.Type, known.Value, known.At, row.GetText("resource_id"), row.GetText("policy_id"),
                row.FindChoice<ComplianceState>("compliance_state") ?? ComplianceState.Unknown,
                row.FindSpan("time_to_violation"), known.Details)),
    ];
}
