using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Evolution;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Evolution;

internal sealed class EvolutionIndividualConfiguration : IEntityTypeConfiguration<EvolutionIndividual>
{
    /// <summary>Adds the function that the trigger of the table calls.</summary>
    public static void AddFunction(ModelBuilder modelBuilder) => modelBuilder.HasSqlFunction("mlops_find_generation", FindGeneration);

    public void Configure(EntityTypeBuilder<EvolutionIndividual> builder)
    {
        builder.ToTable("evolution_individuals");
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(individual => individual.UpdatedAt);

        builder.HasSqlTrigger(
            "find_generation", "BEFORE INSERT",
            "WHEN (NEW.experiment_id IS NULL OR NEW.generation_number IS NULL) EXECUTE FUNCTION mlops_find_generation()");
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

    // An experiment and a number are part of the key, and the generation says both.
    private static SqlFunction FindGeneration(ViewNames names)
    {
        var i = names.Table<EvolutionIndividual>("i");
        var g = names.Table<EvolutionGeneration>("g");
        return new SqlFunction(
            "",
            $"""
            RETURNS trigger LANGUAGE plpgsql AS $function$
            BEGIN
                SELECT {g[x => x.ExperimentId]}, {g[x => x.Number]}
                INTO NEW.{i.Assigned(x => x.ExperimentId)}, NEW.{i.Assigned(x => x.GenerationNumber)} FROM {g}
                WHERE {g[x => x.TenantId]} = NEW.{i.Assigned(x => x.TenantId)} AND {g[x => x.Id]} = NEW.{i.Assigned(x => x.GenerationId)};
                IF NOT FOUND THEN
                    RAISE foreign_key_violation USING
                        MESSAGE = format('There is no generation with the id %s.', NEW.{i.Assigned(x => x.GenerationId)}),
                        HINT = 'Insert the generation first, and take the id that the INSERT returns.';
                END IF;
                RETURN NEW;
            END $function$
            """);
    }
}
