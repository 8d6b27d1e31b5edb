using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Patterns;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Patterns;

internal sealed class RecommendationConfiguration : IEntityTypeConfiguration<Recommendation>
{
    public void Configure(EntityTypeBuilder<Recommendation> builder)
    {
        builder.ToTable("recommendations");
        builder.Property(recommendation => recommendation.Priority).HasSqlDefault("'medium'");
        builder.Property(recommendation => recommendation.StatusChangedAt).HasSqlDefault("now()");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(recommendation => recommendation.UpdatedAt);

        builder.HasOne(recommendation => recommendation.Pattern).WithMany(pattern => pattern.Recommendations)
            .HasForeignKey(recommendation => new { recommendation.TenantId, recommendation.PatternId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(
                recommendation => new { recommendation.TenantId, recommendation.CreatedAt },
                "ix_recommendations_proposed")
            .HasFilter("status = 'proposed'");

        builder.HasRangeCheck(recommendation => recommendation.ConfidenceScore, 0, 1);
        builder.HasCheck("decided", "(status = 'proposed') = (status_changed_by is null)");
        builder.HasCheck("reason", "status not in ('rejected', 'reverted') or status_reason is not null");
        builder.HasCheck("applied", "(status in ('applied', 'reverted')) = (applied_at is not null)");
    }
}
