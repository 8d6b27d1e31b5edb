using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MlOps.Persistence;

/// <summary>Gives `dotnet ef` a context. Adding a migration needs no server, so there is no address in it.</summary>
internal sealed class MlOpsDesignTimeFactory : IDesignTimeDbContextFactory<MlOpsDbContext>
{
    public MlOpsDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql(npgsql => npgsql.UseOwnHistory()).Options);
}
