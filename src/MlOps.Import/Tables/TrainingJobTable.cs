using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>Attempts to train. A job belongs to a version.</summary>
internal static class TrainingJobTable
{
    private const string Table = "ml_training_jobs";

    public static readonly ImportTable Jobs = new(
        [Table],
        Table,
        [
            Key("key", "job_id", "training_job_id", "id") with { IsNeeded = true },
            Key("model_version_id", "model_id") with { IsNeeded = true },
            Text("status", "state") with { IsNeeded = true },
            Json("hyperparameters"),
            Number("total_epochs", "epochs", "num_epochs") with { Otherwise = "jobs have one epoch" },
            Number("completed_epochs", "current_epoch", "epochs_done"),
            Json("resource_usage"),
            Text("worker", "compute_target", "host"),
            Text("error", "error_message", "failure_reason"),
            Time("created_at", "queued_at", "timestamp") with { IsNeeded = true },
            Time("started_at", "start_time"),
            Time("ended_at", "completed_at", "finished_at", "end_time"),
        ],
        Make);

    private static IEnumerable<Entity> Make(ImportRow row)
    {
        var createdAt = row.NeededTime("created_at");
        if (!row.Has("model_version_id"))
            throw row.Missing("model_version_id");

        var versionId = row.Version("model_version_id") ?? throw row.Fault(
            "model_version_id",
            row.IsOfNoTenant("model_version_id") ? "must be that of a model of the same tenant: this one names none" : "must be that of a model that was taken");
        var version = ModelVersion.Begin(Model.Register(ImportTable.Unknown, ImportTable.Unknown, ImportTable.Unknown, createdAt), ImportTable.Unknown, createdAt).WithId(versionId);
        var epochs = row.SmallCount("total_epochs") ?? (row.SmallCount("completed_epochs") is > 0 and var done ? row.Note(done, "total_epochs was not told: completed_epochs") : 1);
        var job = TrainingJob.Queue(version, epochs, createdAt, hyperparameters: row.Json("hyperparameters"))
            .WithId(row.PlainId(Table, "key"));
        var status = row.Choice<TrainingStatus>(
            "status", ("pending", TrainingStatus.Queued), ("training", TrainingStatus.Running), ("in_progress", TrainingStatus.Running),
            ("completed", TrainingStatus.Succeeded), ("success", TrainingStatus.Succeeded), ("error", TrainingStatus.Failed), ("canceled", TrainingStatus.Cancelled))
            ?? throw row.Missing("status");
        Move(row, job, status, createdAt);
        return [job];
    }

    private static void Move(ImportRow row, TrainingJob job, TrainingStatus status, DateTimeOffset createdAt)
    {
        var startedAt = row.Time("started_at");
        var endedAt = row.Time("ended_at") ?? startedAt ?? createdAt;
        if (status != TrainingStatus.Queued && (status != TrainingStatus.Cancelled || startedAt is not null))
            job.Start(row.Text("worker", ImportTable.Unknown), startedAt ?? row.Note(createdAt, "started_at was not told: created_at"));

        var (epochs, usage) = (row.SmallCount("completed_epochs") ?? 0, row.Metrics("resource_usage"));
        if (job.StartedAt is { } since)
            job.RecordProgress(epochs, since, usage);
        else if (epochs != 0 || usage.Count > 0)
            row.Note(job, "completed_epochs and resource_usage of a job that never started are left");

        switch (status)
        {
            case TrainingStatus.Succeeded:
                job.Succeed(endedAt);
                break;
            case TrainingStatus.Failed:
                job.Fail(row.Text("error", ImportTable.Unknown), endedAt);
                break;
            case TrainingStatus.Cancelled:
                job.Cancel(endedAt);
                break;
        }
    }
}
