using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Retraining;

/// <summary>The part of the model that holds retraining policies, requests and decisions.</summary>
internal static class RetrainingModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        RetrainingDecisionConfiguration.AddFunction(modelBuilder);
        modelBuilder.ApplyConfiguration(new RetrainingDecisionConfiguration());
        modelBuilder.ApplyConfiguration(new RetrainingPolicyConfiguration());
        modelBuilder.ApplyConfiguration(new RetrainingRequestConfiguration());
        modelBuilder.ApplyConfiguration(new RetrainingDeliveryConfiguration());
    }
}
