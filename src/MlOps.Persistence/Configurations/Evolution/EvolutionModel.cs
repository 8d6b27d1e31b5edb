using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Evolution;

/// <summary>The part of the model that holds evolution experiments and what they spend on language models.</summary>
internal static class EvolutionModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new EvolutionExperimentConfiguration());
        modelBuilder.ApplyConfiguration(new EvolutionGenerationConfiguration());
        EvolutionIndividualConfiguration.AddFunction(modelBuilder);
        modelBuilder.ApplyConfiguration(new EvolutionIndividualConfiguration());
        modelBuilder.ApplyConfiguration(new CodeEvaluationConfiguration());
        modelBuilder.ApplyConfiguration(new LlmInteractionConfiguration());
    }
}
