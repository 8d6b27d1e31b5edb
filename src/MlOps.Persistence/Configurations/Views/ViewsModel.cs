using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Configurations.Views;

/// <summary>The views of the model.</summary>
internal static class ViewsModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        DashboardViews.Apply(modelBuilder);
        MaterializedDashboards.Apply(modelBuilder);
        LegacyViews.Apply(modelBuilder);
        FeatureViews.Apply(modelBuilder);
        MigrationHistoryView.Apply(modelBuilder);
        StorageViews.Apply(modelBuilder);
    }
}
