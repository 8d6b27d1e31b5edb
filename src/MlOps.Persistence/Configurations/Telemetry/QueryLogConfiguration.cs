using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Telemetry;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Telemetry;

internal sealed class QueryLogConfiguration : IEntityTypeConfiguration<QueryLog>
{
    public void Configure(EntityTypeBuilder<QueryLog> builder)
    {
        builder.ToTable("query_performance_logs");
        builder.IsNotRecorded();
        builder.IsSlicedByTime(log => log.Id, SliceInterval.Month, log => log.CreatedAt);

        builder.HasIndex(log => new { log.TenantId, log.Fingerprint, log.CreatedAt });

        builder.HasNotNegativeCheck(log => log.DurationMs);
        builder.HasNotNegativeCheck(log => log.RowCount);
    }
}
