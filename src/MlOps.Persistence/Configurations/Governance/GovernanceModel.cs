using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

/// <summary>The part of the model that holds jobs, retention, audit, chains of hashes and data quality.</summary>
internal static class GovernanceModel
{
    public static void Apply(ModelBuilder modelBuilder)
    {
        modelBuilder.HasSliceRecords("ml_slices");
        modelBuilder.ApplyConfiguration(new SliceRecordConfiguration());
        modelBuilder.HasChains("ml_chain_links", "ml_chain_heads", "mlops_verify_chains");
        modelBuilder.ApplyConfiguration(new ChainLinkConfiguration());
        modelBuilder.ApplyConfiguration(new ChainHeadConfiguration());
        modelBuilder.ApplyConfiguration(new JobConfiguration());
        modelBuilder.ApplyConfiguration(new JobRunConfiguration());
        modelBuilder.ApplyConfiguration(new WriterReportConfiguration());
        modelBuilder.ApplyConfiguration(new RetentionPolicyConfiguration());
        LegalHoldConfiguration.AddFunction(modelBuilder);
        modelBuilder.ApplyConfiguration(new LegalHoldConfiguration());
        modelBuilder.ApplyConfiguration(new AuditEntryConfiguration());
        modelBuilder.ApplyConfiguration(new DataQualityCheckConfiguration());
        modelBuilder.ApplyConfiguration(new DataQualityResultConfiguration());
    }
}
