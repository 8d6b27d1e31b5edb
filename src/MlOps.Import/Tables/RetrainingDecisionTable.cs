using MlOps.Domain;
using MlOps.Domain.Retraining;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Decisions whether to retrain.</summary>
internal sealed class RetrainingDecisionTable : ImportTable
{
    private const string StillPending = "It waited for approval in the database that it was imported from.";

    public override TableShape Source { get; } = new(
        "retraining_decisions",
        Key("decision_id", "id"),
        Column("timestamp", "decided_at", "created_at").Required(),
        Column("trigger_reason", "trigger").Required(),
        Column("action", "decision").Required(),
        "model_name",
        Document("drift_context"),
        Document("data_context"),
        Document("decision_details", "details"),
        Column("labeled_samples", "labelled_samples"),
        Column("coverage_pct", "coverage"),
        Column("created_at", "timestamp"))
    {
        HasExtraColumns = true,
    };

    public override Type EntityType => typeof(RetrainingDecision);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var timestamp = row.GetTime("timestamp");
        var id = import.GetId();
        var trigger = row.GetChoice(
            "trigger_reason", ("schedule", TriggerReason.Scheduled), ("drift_detected", TriggerReason.Drift));
        var action = row.GetChoice(
            "action", ("promoted", RetrainingAction.Promote), ("rejected", RetrainingAction.Reject));
        var evidence = new DecisionEvidence
        {
            ModelName = row.FindText("model_name"),
            DriftContext = row.FindJson("drift_context"),
            DataContext = row.FindJson("data_context"),
            DecisionDetails = import.AddExtraColumns(row.FindJson("decision_details"), "decision_details"),
            LabeledSamples = row.FindInteger("labeled_samples"),
            CoveragePct = row.FindNumber("coverage_pct"),
        };
        if (action == RetrainingAction.Reject)
            import.Note(ImportRemarks.UnknownReason);

        var decision = action switch
        {
            RetrainingAction.Promote => RetrainingDecision.Promote(trigger, timestamp, evidence),
            // Nobody can answer it here.
            RetrainingAction.PendingApproval => RetrainingDecision.Reject(trigger, [StillPending], timestamp, evidence),
            _ => RetrainingDecision.Reject(trigger, [Unknown], timestamp, evidence),
        };
        return [decision.RecordedAt(row.FindTime("created_at") ?? timestamp).WithId(id)];
    }
}
