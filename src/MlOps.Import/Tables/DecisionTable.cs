using MlOps.Domain;
using MlOps.Domain.Retraining;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>What gates decided.</summary>
internal static class DecisionTable
{
    private const string Table = "retraining_decisions";
    private const string NoReason = "not told";

    public static readonly ImportTable Decisions = new(
        [Table],
        Table,
        [
            Key("key", "decision_id", "id") with { IsNeeded = true },
            Time("timestamp", "decided_at", "created_at") with { IsNeeded = true },
            Text("trigger_reason", "trigger") with { IsNeeded = true },
            Text("action", "decision") with { IsNeeded = true },
            Text("model_name"),
            Json("drift_context"),
            Json("data_context"),
            Json("decision_details", "details"),
            Number("labeled_samples", "labelled_samples"),
            Number("coverage_pct", "coverage"),
            Time("created_at", "timestamp"),
        ],
        Make)
    { Bag = "decision_details" };

    private static IEnumerable<Entity> Make(ImportRow row)
    {
        var timestamp = row.NeededTime("timestamp");
        var id = row.PlainId(Table, "key");
        var trigger = row.Choice<TriggerReason>("trigger_reason", ("schedule", TriggerReason.Scheduled), ("drift_detected", TriggerReason.Drift)) ?? throw row.Missing("trigger_reason");
        var action = row.Choice<RetrainingAction>("action", ("promoted", RetrainingAction.Promote), ("rejected", RetrainingAction.Reject)) ?? throw row.Missing("action");
        var evidence = new DecisionEvidence
        {
            ModelName = row.Text("model_name"),
            DriftContext = row.Json("drift_context"),
            DataContext = row.Json("data_context"),
            DecisionDetails = row.Bag("decision_details"),
            LabeledSamples = row.SmallCount("labeled_samples"),
            CoveragePct = row.Number("coverage_pct"),
        };
        var decision = action == RetrainingAction.Promote
            ? RetrainingDecision.Promote(trigger, timestamp, evidence)
            : RetrainingDecision.Reject(trigger, [row.Note(NoReason, "rejected, and decision_details may say why")], timestamp, evidence);
        return [decision.RecordedAt(row.Time("created_at") ?? timestamp).WithId(id)];
    }
}
