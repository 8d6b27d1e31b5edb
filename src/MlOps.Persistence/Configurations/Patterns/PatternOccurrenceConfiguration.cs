using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Patterns;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Patterns;

internal sealed class PatternOccurrenceConfiguration : IEntityTypeConfiguration<PatternOccurrence>
{
    public void Configure(EntityTypeBuilder<PatternOccurrence> builder)
    {
        builder.ToTable("pattern_occurrences");
        builder.IsSlicedByTime(occurrence => occurrence.Id, SliceInterval.Month, occurrence => occurrence.CreatedAt);

        builder.HasOne(occurrence => occurrence.Pattern).WithMany()
            .HasForeignKey(occurrence => new { occurrence.TenantId, occurrence.PatternId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(occurrence => new { occurrence.TenantId, occurrence.PatternId, occurrence.CreatedAt });

        builder.HasRangeCheck(occurrence => occurrence.ConfidenceScore, 0, 1);
    }
}
