using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Tests.Maintenance.Adoption;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>A team's context, with one migration that makes its whole model.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : MlOpsDbContext(options)
{
    public DbSet<Voucher> Vouchers => Set<Voucher>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        base.OnConfiguring(optionsBuilder);
        optionsBuilder.ReplaceService<IMigrationsAssembly, ModelMigrations>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        modelBuilder.Entity<Voucher>();
    }
}
