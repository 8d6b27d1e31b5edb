using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Searches by evolution.</summary>
internal sealed class EvolutionExperimentTable : ImportTable
{
    public const string Table = "evolution_experiments";

    private static readonly Json Nothing = Json.Parse("{}");

    public override TableShape Source { get; } = new(
        Table,
        Key("experiment_id", "id"),
        Column("name", "experiment_name").Required(),
        "description",
        Document("problem_definition", "problem").WhenMissing("{}"),
        Document("objective_function", "objective", "fitness_function").WhenMissing("{}"),
        Document("configuration", "config", "evolution_parameters", "algorithm_config", "parameters", "settings"),
        Column("status", "state").WhenMissing("what started_at and ended_at say"),
        Column("started_at", "start_time"),
        Column("ended_at", "completed_at", "finished_at", "end_time"),
        Column("failure_reason", "error", "error_message"),
        Column("created_at", "timestamp", "started_at").Required(),
        "updated_at")
    {
        HasExtraColumns = true,
    };

    public override Type EntityType => typeof(EvolutionExperiment);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var (createdAt, startedAt, endedAt) = (row.GetTime("created_at"), row.FindTime("started_at"), row.FindTime("ended_at"));
        var id = import.GetId();
        // An experiment may be written down after its start.
        var experiment = EvolutionExperiment.Plan(
            row.GetText("name"),
            row.FindJson("problem_definition") ?? Nothing,
            row.FindJson("objective_function") ?? Nothing,
            startedAt < createdAt ? startedAt.Value : createdAt,
            row.FindText("description"),
            import.AddExtraColumns(row.FindJson("configuration"), "configuration")).WithId(id);
        var status = row.FindChoice(
            "status",
            ("pending", ExperimentStatus.Planned),
            ("created", ExperimentStatus.Planned),
            ("draft", ExperimentStatus.Planned),
            ("active", ExperimentStatus.Running),
            ("in_progress", ExperimentStatus.Running),
            ("finished", ExperimentStatus.Completed),
            ("succeeded", ExperimentStatus.Completed),
            ("error", ExperimentStatus.Failed),
            ("stopped", ExperimentStatus.Cancelled),
            ("canceled", ExperimentStatus.Cancelled));
        status ??= endedAt is not null ? ExperimentStatus.Completed
            : startedAt is not null ? ExperimentStatus.Running
            : ExperimentStatus.Planned;
        Start(experiment, import, status.Value, startedAt);
        End(experiment, import, status.Value, endedAt);
        import.State.References.Add(experiment);
        return [experiment.RecordedAt(createdAt)];
    }

    private static void Start(EvolutionExperiment experiment, ImportContext import, ExperimentStatus status, DateTimeOffset? startedAt)
    {
        if (status == ExperimentStatus.Planned || (status == ExperimentStatus.Cancelled && startedAt is null))
            return;

        if (startedAt is null)
            import.NoteSubstitute("started_at", "created_at");

        experiment.Start(startedAt ?? experiment.CreatedAt);
    }

    private static void End(EvolutionExperiment experiment, ImportContext import, ExperimentStatus status, DateTimeOffset? endedAt)
    {
        var at = endedAt ?? experiment.UpdatedAt;
        if (endedAt is null && status is ExperimentStatus.Completed or ExperimentStatus.Failed or ExperimentStatus.Cancelled)
            import.NoteSubstitute("ended_at", "started_at");

        switch (status)
        {
            case ExperimentStatus.Paused:
                experiment.Pause(experiment.UpdatedAt);
                break;
            case ExperimentStatus.Completed:
                experiment.Complete(at);
                break;
            case ExperimentStatus.Failed:
                experiment.Fail(import.GetTextOrUnknown("failure_reason"), at);
                break;
            case ExperimentStatus.Cancelled:
                experiment.Cancel(at);
                break;
        }
    }
}
