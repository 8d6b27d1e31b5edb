using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class JobRunConfiguration : IEntityTypeConfiguration<JobRun>
{
    public void Configure(EntityTypeBuilder<JobRun> builder)
    {
        builder.ToTable("ml_job_runs");
        builder.HasRowVersion();

        builder.Property(run => run.Duration).HasComputedColumnSql("ended_at - created_at", stored: true);

        builder.HasIndex(run => new { run.TenantId, run.Job, run.CreatedAt });

        builder.HasCheck("ended", "(status = 'running') = (ended_at is null) and ended_at >= created_at");
        builder.HasCheck("error", "(status = 'failed') = (error is not null)");
    }
}
