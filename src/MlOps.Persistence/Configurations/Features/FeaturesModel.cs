using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Features;

/// <summary>The part of the model that holds features and their values.</summary>
internal static class FeaturesModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new FeatureConfiguration());
        modelBuilder.ApplyConfiguration(new FeatureValueConfiguration());
        modelBuilder.ApplyConfiguration(new FeatureSchemaConfiguration());
        modelBuilder.ApplyConfiguration(new SchemaFeatureConfiguration());
    }
}
