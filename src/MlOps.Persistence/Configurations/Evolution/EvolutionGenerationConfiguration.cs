using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Evolution;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Evolution;

internal sealed class EvolutionGenerationConfiguration : IEntityTypeConfiguration<EvolutionGeneration>
{
    public void Configure(EntityTypeBuilder<EvolutionGeneration> builder)
    {
        builder.ToTable("evolution_generations");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(generation => generation.UpdatedAt);
        // Individuals refer to this key, so the number in their row is always the number of their generation.
        builder.HasAlternateKey(generation =>
            new { generation.TenantId, generation.ExperimentId, generation.Number, generation.Id });

        builder.HasOne(generation => generation.Experiment).WithMany(experiment => experiment.Generations)
            .HasForeignKey(generation => new { generation.TenantId, generation.ExperimentId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(generation => new { generation.TenantId, generation.ExperimentId, generation.Number })
            .IsUnique();

        builder.HasNotNegativeCheck(generation => generation.Number);
        builder.HasCheck("population_size", "population_size > 0");
        builder.HasCheck(
            "summary", "num_nonnulls(population_size, best_fitness, mean_fitness, worst_fitness) in (0, 4)");
        builder.HasCheck("order", "worst_fitness <= mean_fitness and mean_fitness <= best_fitness");
        builder.HasFiniteCheck(generation => generation.BestFitness);
        builder.HasFiniteCheck(generation => generation.WorstFitness);
        builder.HasNotNegativeCheck(generation => generation.Diversity);
    }
}
