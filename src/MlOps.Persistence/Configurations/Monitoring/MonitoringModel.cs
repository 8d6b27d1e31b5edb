using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Monitoring;

/// <summary>The part of the model that holds monitors, drift, alerts and health.</summary>
internal static class MonitoringModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfiguration(new ServiceMonitorConfiguration());
        modelBuilder.ApplyConfiguration(new ReopenedWindowConfiguration());
        modelBuilder.ApplyConfiguration(new FeatureBinsConfiguration());
        modelBuilder.ApplyConfiguration(new SketchedSpanConfiguration());
        modelBuilder.ApplyConfiguration(new FeatureSketchConfiguration());
        modelBuilder.ApplyConfiguration(new FeatureBaselineConfiguration());
        modelBuilder.ApplyConfiguration(new DriftMetricConfiguration());
        modelBuilder.ApplyConfiguration(new MonitoringRunConfiguration());
        modelBuilder.ApplyConfiguration(new AlertRuleConfiguration());
        modelBuilder.ApplyConfiguration(new AlertConfiguration());
        modelBuilder.ApplyConfiguration(new AlertStateConfiguration());
        modelBuilder.ApplyConfiguration(new AlertDeliveryConfiguration());
        modelBuilder.ApplyConfiguration(new HealthSnapshotConfiguration());
    }
}
