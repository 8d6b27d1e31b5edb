using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Governance;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("ml_audit_log");
        builder.IsAppendOnly();
        builder.IsNotRecorded();
        builder.HasLogin(entry => entry.Login, entry => entry.CreatedAt);
        builder.IsSlicedByTime(entry => entry.Id, SliceInterval.Month, entry => entry.CreatedAt);

        builder.HasIndex(entry => new { entry.TenantId, entry.SubjectType, entry.SubjectId, entry.CreatedAt });
    }
}
