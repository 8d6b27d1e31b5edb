using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Patterns;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Patterns;

internal sealed class IdentifiedPatternConfiguration : IEntityTypeConfiguration<IdentifiedPattern>
{
    public void Configure(EntityTypeBuilder<IdentifiedPattern> builder)
    {
        builder.ToTable("identified_patterns");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(pattern => pattern.UpdatedAt);

        builder.HasIndex(pattern => new { pattern.TenantId, pattern.PatternType, pattern.PatternName }).IsUnique();

        builder.HasRangeCheck(pattern => pattern.ConfidenceScore, 0, 1);
    }
}
