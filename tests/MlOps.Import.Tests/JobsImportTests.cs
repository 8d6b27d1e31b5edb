using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Training;
using MlOps.Import.Reports;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>The progress of training jobs, and what they used.</summary>
public sealed class JobsImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    [Fact]
    public async Task Jobs_have_their_progress_and_what_they_used_in_every_status()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE ml_models (id bigint, name text, version text, created_at timestamptz);
            INSERT INTO ml_models VALUES (1, 'credit-risk', '1', '2026-01-01');
            CREATE TABLE ml_training_jobs (id bigint, model_id bigint, status text, total_epochs int, completed_epochs int,
                resource_usage jsonb, created_at timestamptz, started_at timestamptz);
            INSERT INTO ml_training_jobs VALUES
                (1, 1, 'succeeded', 10, 10, '{"gpu_hours": 1}', '2026-01-01', '2026-01-01'),
                (2, 1, 'failed', 20, 2, '{"gpu_hours": 2}', '2026-01-01', '2026-01-01'),
                (3, 1, 'running', 30, 3, '{"gpu_hours": 3}', '2026-01-01', '2026-01-01'),
                (4, 1, 'cancelled', 40, 4, '{"gpu_hours": 4}', '2026-01-01', '2026-01-01'),
                (5, 1, 'queued', 50, 5, '{"gpu_hours": 5}', '2026-01-01', NULL),
                (6, 1, 'failed', NULL, 6, NULL, '2026-01-01', '2026-01-01'),
                (7, 1, 'failed', 6, 7, NULL, '2026-01-01', '2026-01-01'),
                (8, 1, 'queued', 80, 0, '{}', '2026-01-01', NULL)
            """);
        var report = await ImportAsync();
        Assert.Equal((8, 7, 0, 1), Numbers(report, "ml_training_jobs"));
        Assert.Equal(
            ("7", "completed_epochs", "CompletedEpochs must be from 0 to 6; it was 7."),
            (Assert.Single(Refused).Id, Refused[0].Column, Refused[0].Reason));
        Assert.Equal(1, Table(report, "ml_training_jobs").Changes[ImportRemarks.NeverStarted]);
        Assert.Equal(1, Table(report, "ml_training_jobs").Changes["total_epochs is missing: the import uses completed_epochs"]);

        await using var context = Database.CreateContext();
        var jobs = await context.TrainingJobs.OrderBy(job => job.TotalEpochs).ToListAsync();
        Assert.Equal(
            [
                (TrainingStatus.Failed, 6, 6, null), (TrainingStatus.Succeeded, 10, 10, 1), (TrainingStatus.Failed, 20, 2, 2),
                (TrainingStatus.Running, 30, 3, 3),
                (TrainingStatus.Cancelled, 40, 4, 4), (TrainingStatus.Queued, 50, 0, null), (TrainingStatus.Queued, 80, 0, (double?)null),
            ],
            jobs.Select(job => (job.Status, job.TotalEpochs, job.CompletedEpochs, FindHours(job))));
    }

    private static double? FindHours(TrainingJob job) => job.ResourceUsage.TryGetValue("gpu_hours", out var hours) ? hours : null;
}
