using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Training;
using MlOps.Persistence.Conventions;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Training;

internal sealed class TrainingJobConfiguration : IEntityTypeConfiguration<TrainingJob>
{
    public void Configure(EntityTypeBuilder<TrainingJob> builder)
    {
        builder.ToTable("ml_training_jobs");
        builder.Property(job => job.CompletedEpochs).HasSqlDefault("0");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(job => job.UpdatedAt);

        builder.Property(job => job.LossCurve)
            .HasConversion<ListConverter<LossPoint>, ReplacedValueComparer<IReadOnlyList<LossPoint>>>()
            .HasColumnType("jsonb");

        builder.HasOne(job => job.ModelVersion).WithMany()
            .HasForeignKey(job => new { job.TenantId, job.ModelVersionId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(job => job.Dataset).WithMany(dataset => dataset.Jobs)
            .HasForeignKey(job => new { job.TenantId, job.DatasetId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(job => new { job.TenantId, job.ModelVersionId, job.CreatedAt });
        builder.HasIndex(job => new { job.TenantId, job.HeartbeatAt }, "ix_ml_training_jobs_running")
            .HasFilter("status = 'running'");

        builder.HasCheck("epochs", "total_epochs > 0 and completed_epochs between 0 and total_epochs");
        builder.HasCheck("started", "status = 'cancelled' or (status = 'queued') = (started_at is null)");
        builder.HasCheck("worker", "num_nonnulls(started_at, heartbeat_at, worker) in (0, 3)");
        builder.HasCheck("ended", "(status in ('queued', 'running')) = (ended_at is null)");
        builder.HasCheck("order", "started_at <= ended_at");
        builder.HasCheck("heartbeat", "heartbeat_at >= started_at");
        builder.HasCheck("loss_curve", "jsonb_typeof(loss_curve) = 'array'");
        builder.HasCheck("error", "(status = 'failed') = (error is not null)");
    }
}
