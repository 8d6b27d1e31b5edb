using MlOps.Domain;
using MlOps.Domain.Experiments;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Controlled experiments, with their variants.</summary>
internal sealed class AbExperimentTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "ab_testing_experiments",
        Key("experiment_id", "id"),
        Column("name", "experiment_name").Required(),
        Column("hypothesis", "description"),
        Column("metric", "primary_metric", "success_metric", "target_metric", "metric_name").WhenMissing($"'{Unknown}'"),
        Column("metric_kind", "metric_type").WhenMissing($"'{AbMetricKind.Conversion}'"),
        Column("alpha", "significance_level").WhenMissing("0.05"),
        Column("planned_sample_size", "target_sample_size", "required_sample_size", "sample_size").WhenMissing("5000"),
        Column("status", "state").WhenMissing("what started_at and ended_at say"),
        Column("started_at", "start_date", "start_time"),
        Column("ended_at", "end_date", "end_time", "concluded_at", "completed_at"),
        "outcome",
        Column("winner", "winning_variant", "winner_variant"),
        Column("cancellation_reason", "stop_reason"),
        Document("variants", "variant_configs", "variations"),
        Column("created_at", "timestamp", "start_date").Required())
    {
        // Another database of MlOps has them in a table of their own.
        Children = new SourceChildren(AbVariantPlans.Parts, "ab_testing_variants", "experiment_id"),
    };

    public override Type EntityType => typeof(AbExperiment);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var (createdAt, startedAt) = (row.GetTime("created_at"), row.FindTime("started_at"));
        var plans = AbVariantPlans.Read(row, import);
        var experiment = AbExperiment.Design(
            row.GetText("name"),
            import.GetTextOrUnknown("metric"),
            row.FindChoice("metric_kind", ("rate", AbMetricKind.Conversion), ("continuous", AbMetricKind.Value)) ?? AbMetricKind.Conversion,
            plans[0],
            plans[1..],
            // An experiment may be written down after its start.
            startedAt < createdAt ? startedAt.Value : createdAt,
            row.FindText("hypothesis"),
            row.FindNumber("alpha") ?? 0.05,
            row.FindInteger("planned_sample_size") ?? 5000).WithId(import.GetId());
        foreach (var variant in experiment.Variants)
        {
            variant.WithId(ImportedId.Plain("ab_testing_variants", $"{experiment.Id}/{variant.Name}"));
            variant.Follow(experiment);
        }

        Conduct(experiment, row, import, startedAt);
        return [experiment.RecordedAt(createdAt), .. experiment.Variants];
    }

    private static void Conduct(AbExperiment experiment, SourceRow row, ImportContext import, DateTimeOffset? startedAt)
    {
        var endedAt = row.FindTime("ended_at");
        var status = row.FindChoice(
            "status",
            ("planned", AbStatus.Draft),
            ("planning", AbStatus.Draft),
            ("active", AbStatus.Running),
            ("completed", AbStatus.Concluded),
            ("finished", AbStatus.Concluded),
            ("stopped", AbStatus.Cancelled),
            ("canceled", AbStatus.Cancelled))
            ?? (startedAt is null ? AbStatus.Draft : endedAt is null ? AbStatus.Running : AbStatus.Concluded);
        if (status is AbStatus.Running or AbStatus.Concluded || (status == AbStatus.Cancelled && startedAt is not null))
        {
            if (startedAt is null)
                import.NoteSubstitute("started_at", "created_at");

            experiment.Start(startedAt ?? experiment.CreatedAt);
        }

        if (status is AbStatus.Concluded or AbStatus.Cancelled && endedAt is null)
            import.NoteSubstitute("ended_at", "started_at");

        if (status == AbStatus.Cancelled)
            experiment.Cancel(import.GetTextOrUnknown("cancellation_reason"), endedAt ?? experiment.UpdatedAt);
        else if (status == AbStatus.Concluded)
            Conclude(experiment, row, import, endedAt ?? experiment.UpdatedAt);
    }

    // The winner says more than the outcome, and the source need not have both.
    private static void Conclude(AbExperiment experiment, SourceRow row, ImportContext import, DateTimeOffset at)
    {
        var winner = row.FindText("winner");
        var variant = experiment.Variants.FirstOrDefault(variant => variant.Name == winner);
        if (winner is not null && variant is null)
            import.DoNotImport("winner", "it is no variant of the experiment");

        if (variant is not null)
        {
            var outcome = variant.IsControl ? AbOutcome.ControlBetter : AbOutcome.TreatmentBetter;
            experiment.Conclude(outcome, variant.IsControl ? null : variant.Name, at);
            return;
        }

        var isKnown = row.FindText("outcome") is { } text
            && SourceText.ParseChoice<AbOutcome>(text, []) is AbOutcome.ControlBetter or AbOutcome.Undecided;
        if (!isKnown && row.HasValue("outcome"))
            import.DoNotImport("outcome", "it needs a winner, or is no known outcome");

        experiment.Conclude(isKnown ? row.GetChoice<AbOutcome>("outcome") : AbOutcome.Undecided, null, at);
    }
}
