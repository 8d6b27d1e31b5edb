using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Telemetry;

/// <summary>The part of the model that holds learning events, metrics of systems and forecasts of capacity.</summary>
internal static class TelemetryModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new LearningEventConfiguration());
        modelBuilder.ApplyConfiguration(new GitOperationEventConfiguration());
        modelBuilder.ApplyConfiguration(new UserSessionEventConfiguration());
        modelBuilder.ApplyConfiguration(new SystemMetricConfiguration());
        modelBuilder.ApplyConfiguration(new QueryLogConfiguration());
        modelBuilder.ApplyConfiguration(new ResourceSampleConfiguration());
        modelBuilder.ApplyConfiguration(new CapacityForecastConfiguration());
    }
}
