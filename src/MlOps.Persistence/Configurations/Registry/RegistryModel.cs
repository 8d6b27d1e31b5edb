using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Registry;

/// <summary>
/// The part of the model that holds models, their versions, stages, times in production and aliases, and the configurations of resources.
/// </summary>
internal static class RegistryModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new ModelConfiguration());
        modelBuilder.ApplyConfiguration(new ModelVersionConfiguration());
        modelBuilder.ApplyConfiguration(new StageTransitionConfiguration());
        modelBuilder.ApplyConfiguration(new ServingPeriodConfiguration());
        modelBuilder.ApplyConfiguration(new ModelAliasConfiguration());
        modelBuilder.ApplyConfiguration(new ConfigurationConfiguration());
    }
}
