using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Training jobs. Each belongs to a version of a model.</summary>
/// <param name="table">The table, which has one of two usual names.</param>
internal sealed class TrainingJobTable(string table = TrainingJobTable.Table) : ImportTable
{
    public const string Table = "ml_training_jobs";

    public override TableShape Source { get; } = new(
        table,
        Key("job_id", "training_job_id", "session_id", "id"),
        Column("model_version_id", "model_id").Required(),
        Column("dataset_id", "training_dataset_id"),
        Column("status", "state", "training_status", "session_status").Required(),
        Document("hyperparameters"),
        Column("total_epochs", "epochs", "num_epochs").WhenMissing("completed_epochs, or 1"),
        Column("completed_epochs", "current_epoch", "epochs_done"),
        Document("resource_usage"),
        Column("worker", "compute_target", "host"),
        Column("error", "error_message", "failure_reason"),
        Column("created_at", "queued_at", "timestamp").Required(),
        Column("started_at", "start_time"),
        Column("ended_at", "completed_at", "finished_at", "end_time"));

    public override string Target => Table;

    public override Type EntityType => typeof(TrainingJob);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var createdAt = row.GetTime("created_at");
        var version = GetVersion(import, createdAt);
        var epochs = ReadEpochs(row, import);
        var dataset = import.FindReference<TrainingDataset>("dataset_id", TrainingDatasetTable.Table);
        var job = TrainingJob.Queue(version, epochs, createdAt, dataset, row.FindJson("hyperparameters"))
            .WithId(import.GetId());
        var status = row.GetChoice(
            "status",
            ("pending", TrainingStatus.Queued),
            ("initialized", TrainingStatus.Queued),
            ("training", TrainingStatus.Running),
            ("in_progress", TrainingStatus.Running),
            ("completed", TrainingStatus.Succeeded),
            ("success", TrainingStatus.Succeeded),
            ("error", TrainingStatus.Failed),
            ("canceled", TrainingStatus.Cancelled));
        Start(job, row, import, status);
        End(job, row, import, status);
        return [job];
    }

    // A job needs only the id of its version.
    private static ModelVersion GetVersion(ImportContext import, DateTimeOffset at)
    {
        var id = import.GetVersion("model_version_id");
        return ModelVersion.Begin(Model.Register(Unknown, Unknown, Unknown, at), Unknown, at).WithId(id);
    }

    private static int ReadEpochs(SourceRow row, ImportContext import)
    {
        if (row.FindInteger("total_epochs") is { } total)
            return total;

        if (row.FindInteger("completed_epochs") is not (> 0 and var completed))
            return 1;

        import.NoteSubstitute("total_epochs", "completed_epochs");
        return completed;
    }

    private static void Start(TrainingJob job, SourceRow row, ImportContext import, TrainingStatus status)
    {
        var startedAt = row.FindTime("started_at");
        if (status != TrainingStatus.Queued && (status != TrainingStatus.Cancelled || startedAt is not null))
        {
            if (startedAt is null)
                import.NoteSubstitute("started_at", "created_at");

            job.Start(import.GetTextOrUnknown("worker"), startedAt ?? job.CreatedAt);
        }

        var (epochs, usage) = (row.FindInteger("completed_epochs") ?? 0, import.GetMetrics("resource_usage"));
        if (job.StartedAt is { } since)
            job.RecordProgress(epochs, since, usage);
        else if (epochs != 0 || usage.Count > 0)
            import.Note(ImportRemarks.NeverStarted);
    }

    private static void End(TrainingJob job, SourceRow row, ImportContext import, TrainingStatus status)
    {
        var endedAt = row.FindTime("ended_at") ?? row.FindTime("started_at") ?? job.CreatedAt;
        switch (status)
        {
            case TrainingStatus.Succeeded:
                job.Succeed(endedAt);
                break;
            case TrainingStatus.Failed:
                job.Fail(import.GetTextOrUnknown("error"), endedAt);
                break;
            case TrainingStatus.Cancelled:
                job.Cancel(endedAt);
                break;
        }
    }
}
