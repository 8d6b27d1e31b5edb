using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Governance;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class WriterReportConfiguration : IEntityTypeConfiguration<WriterReport>
{
    public void Configure(EntityTypeBuilder<WriterReport> builder)
    {
        builder.ToTable("ml_writers");
        builder.Property(report => report.QueueLength).HasSqlDefault("0");
        builder.Property(report => report.OldestAge).HasSqlDefault("'0'");
        builder.Property(report => report.Stored).HasSqlDefault("0");
        builder.Property(report => report.DeadLettered).HasSqlDefault("0");
        builder.Property(report => report.SeenAt).HasSqlDefault("now()");
        builder.IsNotRecorded();

        builder.HasIndex(report => new { report.TenantId, report.SeenAt });

        builder.HasNotNegativeCheck(report => report.QueueLength);
        builder.HasNotNegativeCheck(report => report.OldestAge);
        builder.HasNotNegativeCheck(report => report.JournalBytes);
        builder.HasNotNegativeCheck(report => report.FlushLatency);
        builder.HasNotNegativeCheck(report => report.Stored);
        builder.HasNotNegativeCheck(report => report.DeadLettered);
        builder.HasCheck("error", "last_error is null or last_error_at is not null");
    }
}
