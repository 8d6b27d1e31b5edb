using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Postgres;

namespace FraudScoring;

/// <summary>The context of MlOps, and what this service adds to it.</summary>
public sealed class FraudContext(DbContextOptions<FraudContext> options) : MlOpsDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<FraudPrediction>().ToTable("fraud_ml_predictions");
        modelBuilder.Entity<BlockedMerchant>();
        modelBuilder.Entity<Investigation>().IsSlicedByTime(x => x.Id, SliceInterval.Day, x => x.CreatedAt);
        modelBuilder.Entity<InvestigationNote>(note =>
        {
            note.HasKey(x => new { x.TenantId, x.InvestigationId, x.Id });
            note.IsSlicedWith<InvestigationNote, Investigation>(x => x.InvestigationId);
            note.HasOne<Investigation>().WithMany().HasForeignKey(x => new { x.TenantId, x.InvestigationId });
        });
        modelBuilder.HasSqlView("v_fraud_by_country", names =>
        {
            var p = names.Table<FraudPrediction>("p");
            return $"SELECT {p[x => x.TenantId]}, {p[x => x.CardCountry]}, count(*) AS payments FROM {p} GROUP BY 1, 2";
        });
    }
}
