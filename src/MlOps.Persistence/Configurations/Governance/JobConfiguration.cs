using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Governance;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class JobConfiguration : IEntityTypeConfiguration<Job>
{
    public const string UniqueName = "ix_ml_jobs_tenant_id_name";

    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("ml_jobs");
        builder.Property(job => job.IsEnabled).HasSqlDefault("true");
        builder.Property(job => job.Failures).HasSqlDefault("0");
        builder.Property(job => job.EveryOffset).HasSqlDefault("'0'");
        builder.IsNotRecorded();
        // A process that runs the jobs of all tenants looks for those with work.
        builder.IsReadByOwner();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(job => job.UpdatedAt);
        builder.Ignore(job => job.Schedule);

        builder.HasOne(job => job.Monitor).WithMany()
            .HasForeignKey(job => new { job.TenantId, job.MonitorId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(job => new { job.TenantId, job.Name }).IsUnique().HasDatabaseName(UniqueName);

        builder.HasCheck("schedule", "every >= interval '1 second' and every_offset >= interval '0' and every_offset < every");
        builder.HasCheck("subject", "(kind = 'monitor') = (monitor_id is not null)");
        builder.HasCheck("lease", "(run_id is null) = (leased_until is null)");
        builder.HasCheck("failures", "failures >= 0 and (failures > 0 or retry_at is null)");
    }
}
