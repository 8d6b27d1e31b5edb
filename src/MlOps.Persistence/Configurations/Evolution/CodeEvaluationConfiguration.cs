using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Evolution;

namespace MlOps.Persistence.Configurations.Evolution;

internal sealed class CodeEvaluationConfiguration : IEntityTypeConfiguration<CodeEvaluation>
{
    public void Configure(EntityTypeBuilder<CodeEvaluation> builder)
    {
        builder.ToTable("code_evaluations");

        builder.HasOne(evaluation => evaluation.Individual).WithMany(individual => individual.Evaluations)
            .HasForeignKey(evaluation => new { evaluation.TenantId, evaluation.IndividualId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasRangeCheck(evaluation => evaluation.QualityScore, 0, 1);
        builder.HasNotNegativeCheck(evaluation => evaluation.ExecutionTime);
        builder.HasNotNegativeCheck(evaluation => evaluation.MemoryBytes);
        builder.HasCheck("error", "passed = (error is null)");
    }
}
