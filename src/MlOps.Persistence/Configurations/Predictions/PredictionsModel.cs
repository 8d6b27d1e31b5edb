using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Predictions;

/// <summary>The part of the model that holds predictions of all services, and what arrives after them.</summary>
internal static class PredictionsModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        PredictionConfiguration.AddFunction(modelBuilder);
        modelBuilder.ApplyConfiguration(new PredictionConfiguration());
        modelBuilder.ApplyConfiguration(new CodeRoachPredictionConfiguration());
        modelBuilder.ApplyConfiguration(new OraclePredictionConfiguration());
        modelBuilder.ApplyConfiguration(new DaisyChainPredictionConfiguration());
        modelBuilder.ApplyConfiguration(new FirstMatePredictionConfiguration());
        modelBuilder.ApplyConfiguration(new GameAppPredictionConfiguration());
        modelBuilder.ApplyConfiguration(new AiGmPredictionConfiguration());
        modelBuilder.ApplyConfiguration(new PolicyPredictionConfiguration());
        modelBuilder.ApplyConfiguration(new FeedbackConfiguration());
        modelBuilder.ApplyConfiguration(new ShadowScoreConfiguration());
        modelBuilder.ApplyConfiguration(new LabelPolicyConfiguration());
        modelBuilder.ApplyConfiguration(new DeadLetterConfiguration());
        modelBuilder.ApplyConfiguration(new PerformanceMetricConfiguration());
    }
}
