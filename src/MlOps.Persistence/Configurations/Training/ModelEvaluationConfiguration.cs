using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Statistics;
using MlOps.Domain.Training;
using MlOps.Persistence.Conventions;

namespace MlOps.Persistence.Configurations.Training;

internal sealed class ModelEvaluationConfiguration : IEntityTypeConfiguration<ModelEvaluation>
{
    public void Configure(EntityTypeBuilder<ModelEvaluation> builder)
    {
        builder.ToTable("model_evaluations");

        builder.Property(evaluation => evaluation.ConfusionMatrix)
            .HasConversion<ConfusionMatrixConverter, ReplacedValueComparer<ConfusionMatrix>>().HasColumnType("jsonb");

        builder.HasOne(evaluation => evaluation.ModelVersion).WithMany()
            .HasForeignKey(evaluation => new { evaluation.TenantId, evaluation.ModelVersionId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(evaluation => evaluation.Dataset).WithMany()
            .HasForeignKey(evaluation => new { evaluation.TenantId, evaluation.DatasetId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(evaluation => new { evaluation.TenantId, evaluation.ModelVersionId, evaluation.CreatedAt });

        builder.HasCheck("confusion_matrix", "jsonb_typeof(confusion_matrix) = 'object'");
        builder.HasCheck("content", "metrics <> '{}' or confusion_matrix is not null");
    }
}
