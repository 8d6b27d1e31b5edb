using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Patterns;

/// <summary>The part of the model that holds patterns, recommendations and A/B experiments.</summary>
internal static class PatternsModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new IdentifiedPatternConfiguration());
        modelBuilder.ApplyConfiguration(new PatternOccurrenceConfiguration());
        modelBuilder.ApplyConfiguration(new RecommendationConfiguration());
        modelBuilder.ApplyConfiguration(new AbExperimentConfiguration());
        modelBuilder.ApplyConfiguration(new AbVariantConfiguration());
        modelBuilder.ApplyConfiguration(new AbResultConfiguration());
    }
}
