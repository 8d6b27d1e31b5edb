using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class ShadowScoreConfiguration : IEntityTypeConfiguration<ShadowScore>
{
    public void Configure(EntityTypeBuilder<ShadowScore> builder)
    {
        builder.ToTable("ml_shadow_scores");
        builder.IsSlicedWith<ShadowScore, Prediction>(score => score.PredictionId);
        builder.IsAppendOnly();
        // Not the id, so that an answer that arrives twice, perhaps made anew by a retry, is one row.
        builder.HasKey(score => new { score.TenantId, score.PredictionId, score.ModelVersionId });

        builder.HasOne(score => score.Prediction).WithMany(prediction => prediction.ShadowScores)
            .HasForeignKey(score => new { score.TenantId, score.PredictionId })
            .OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(score => score.ModelVersion).WithMany()
            .HasForeignKey(score => new { score.TenantId, score.ModelVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        // The answers of a version, in the order of their predictions.
        builder.HasIndex(score => new { score.TenantId, score.ModelVersionId, score.PredictionId });

        builder.HasFiniteCheck(score => score.PredictedValue);
        builder.HasRangeCheck(score => score.Confidence, 0, 1);
        builder.HasNotNegativeCheck(score => score.InferenceTimeMs);
        builder.HasCheck("answer", "predicted_value is not null or output is not null");
    }
}
