using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

/// <summary>The part of the model that holds jobs, retention, audit and data quality.</summary>
internal static class GovernanceModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.HasSliceRecords("ml_slices");
        modelBuilder.ApplyConfiguration(new SliceRecordConfiguration());
        modelBuilder.ApplyConfiguration(new JobConfiguration());
        modelBuilder.ApplyConfiguration(new JobRunConfiguration());
        modelBuilder.ApplyConfiguration(new WriterReportConfiguration());
        modelBuilder.ApplyConfiguration(new RetentionPolicyConfiguration());
        modelBuilder.ApplyConfiguration(new AuditEntryConfiguration());
        modelBuilder.ApplyConfiguration(new DataQualityCheckConfiguration());
        modelBuilder.ApplyConfiguration(new DataQualityResultConfiguration());
    }
}
