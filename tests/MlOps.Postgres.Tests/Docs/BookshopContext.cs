using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres.Tests.Docs;

/// <summary>The context that the README of MlOps.Postgres shows.</summary>
internal sealed class BookshopContext(string connectionString) : DbContext
{
    protected override void OnConfiguring(DbContextOptionsBuilder options)
    {
        // <options>
        options.UseNpgsql(connectionString).UsePostgresFeatures();
        // </options>
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        // <model>
        modelBuilder.HasSqlRole("bookshop_app");
        modelBuilder.Entity<Purchase>(purchase =>
        {
            purchase.HasKey(x => new { x.ShopId, x.Id });
            purchase.IsTenantOwned(x => x.ShopId);                                        // row-level security
            purchase.IsSlicedByTime(x => x.Id, SliceInterval.Month);                      // partitions
            purchase.HasUpdatedAtTrigger(x => x.UpdatedAt);                               // a trigger
            purchase.Property(x => x.UpdatedAt).HasColumnName("updated_at");
            purchase.GrantTo("bookshop_app", TableRights.Select | TableRights.Insert);    // rights
        });
        modelBuilder.HasSqlView("v_revenue", names =>
        {
            var p = names.Table<Purchase>("p");
            return $"SELECT {p[x => x.ShopId]}, sum({p[x => x.Price]}) AS revenue FROM {p} GROUP BY 1";
        }, "bookshop_app");
        // </model>
    }
}
