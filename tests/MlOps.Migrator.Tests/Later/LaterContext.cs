using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence;

namespace MlOps.Migrator.Tests.Later;

/// <summary>The library's model, with migrations that a later version might have.</summary>
public sealed class LaterContext(DbContextOptions<LaterContext> options) : MlOpsDbContext(options)
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        base.OnConfiguring(optionsBuilder);
        optionsBuilder.ReplaceService<IMigrationsAssembly, LaterMigrations>();
    }
}
