using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Experiments;

/// <summary>The part of the model that holds A/B experiments, their variants and results.</summary>
internal static class ExperimentsModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new AbExperimentConfiguration());
        modelBuilder.ApplyConfiguration(new AbVariantConfiguration());
        modelBuilder.ApplyConfiguration(new AbResultConfiguration());
    }
}
