using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class FeedbackConfiguration : IEntityTypeConfiguration<Feedback>
{
    public void Configure(EntityTypeBuilder<Feedback> builder)
    {
        builder.ToTable("ml_feedback");
        builder.Property(feedback => feedback.Source).HasSqlDefault("'user'");
        builder.IsSlicedWith<Feedback, Prediction>(feedback => feedback.PredictionId);
        // The prediction's id is part of the key, so that feedback is in the same slice as its prediction.
        builder.HasKey(feedback => new { feedback.TenantId, feedback.PredictionId, feedback.Id });

        builder.HasOne(feedback => feedback.Prediction).WithMany(prediction => prediction.Feedback)
            .HasForeignKey(feedback => new { feedback.TenantId, feedback.PredictionId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasTimeOfInsert(feedback => feedback.ReceivedAt);

        builder.HasIndex(feedback => new { feedback.TenantId, feedback.CreatedAt });
        // As of predictions: rows are stored in the order in which they come.
        builder.HasIndex(feedback => new { feedback.TenantId, feedback.ReceivedAt })
            .HasMethod("brin").HasStorageParameter("autosummarize", true);

        builder.HasRangeCheck(feedback => feedback.Rating, Feedback.MinRating, Feedback.MaxRating);
        builder.HasFiniteCheck(feedback => feedback.CorrectedValue);
        builder.HasCheck("content", "num_nonnulls(rating, is_correct, corrected_value, comment) > 0");
    }
}
