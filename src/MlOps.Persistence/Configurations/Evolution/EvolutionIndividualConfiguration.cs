using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Evolution;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Evolution;

internal sealed class EvolutionIndividualConfiguration : IEntityTypeConfiguration<EvolutionIndividual>
{
    public void Configure(EntityTypeBuilder<EvolutionIndividual> builder)
    {
        builder.ToTable("evolution_individuals");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(individual => individual.UpdatedAt);

        builder.PrimitiveCollection(individual => individual.Parents);

        // Lineage uses the index of this key too: it reads an experiment from a generation on. An index of the parents would
        // not help. The array operators are not leakproof, so under row-level security roles of tenants cannot use it.
        builder.HasOne(individual => individual.Generation).WithMany(generation => generation.Individuals)
            .HasForeignKey(individual =>
                new { individual.TenantId, individual.ExperimentId, individual.GenerationNumber, individual.GenerationId })
            .HasPrincipalKey(generation => new { generation.TenantId, generation.ExperimentId, generation.Number, generation.Id })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasFiniteCheck(individual => individual.FitnessScore);
        builder.HasCheck("parents", "array_position(parents, id) is null");
    }
}
