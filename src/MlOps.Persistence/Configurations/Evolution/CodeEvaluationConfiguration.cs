using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Evolution;

namespace MlOps.Persistence.Configurations.Evolution;

internal sealed class CodeEvaluationConfiguration : IEntityTypeConfiguration<CodeEvaluation>
{
    public void Configure(EntityTypeBuilder<CodeEvaluation> builder)
    {
        builder.ToTable("code_evaluations");

        builder.Property(evaluation => evaluation.Evaluator).HasMaxLength(CodeEvaluation.MaxEvaluatorLength);

        builder.HasOne<EvolutionIndividual>().WithMany()
            .HasForeignKey(evaluation => new { evaluation.TenantId, evaluation.IndividualId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasRangeCheck("quality_score", 0, 1);
        builder.HasCheck("execution_time", "execution_time >= interval '0'");
        builder.HasCheck("memory_bytes", "memory_bytes >= 0");
        builder.HasCheck("error", "passed = (error is null)");
    }
}
