using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Postgres;

namespace Shop;

/// <summary>A context that adds to the library's.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : MlOpsDbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<TranslatorPrediction>().ToTable("translator_ml_predictions");
        modelBuilder.Entity<Glossary>();
        modelBuilder.Entity<Shipment>().IsSlicedByTime(shipment => shipment.Id, SliceInterval.Day, shipment => shipment.CreatedAt);
        modelBuilder.Entity<ShipmentNote>(note =>
        {
            note.HasKey(x => new { x.TenantId, x.ShipmentId, x.Id });
            note.IsSlicedWith<ShipmentNote, Shipment>(x => x.ShipmentId);
            note.HasOne<Shipment>().WithMany().HasForeignKey(x => new { x.TenantId, x.ShipmentId });
        });
        modelBuilder.HasSqlView("v_translations", names =>
        {
            var t = names.Table<TranslatorPrediction>("t");
            return $"SELECT {t[x => x.TenantId]}, {t[x => x.TargetLanguage]}, count(*) AS translations FROM {t} GROUP BY 1, 2";
        });
    }
}
