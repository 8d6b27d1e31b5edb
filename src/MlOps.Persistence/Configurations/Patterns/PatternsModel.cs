using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Patterns;

/// <summary>The part of the model that holds patterns, their occurrences and recommendations.</summary>
internal static class PatternsModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new IdentifiedPatternConfiguration());
        modelBuilder.ApplyConfiguration(new PatternOccurrenceConfiguration());
        modelBuilder.ApplyConfiguration(new RecommendationConfiguration());
    }
}
