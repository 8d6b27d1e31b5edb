using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Retraining;

/// <summary>The part of the model that holds retraining policies and decisions.</summary>
internal static class RetrainingModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new RetrainingDecisionConfiguration());
        modelBuilder.ApplyConfiguration(new RetrainingPolicyConfiguration());
    }
}
