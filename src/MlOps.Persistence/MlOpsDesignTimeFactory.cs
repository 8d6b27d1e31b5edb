using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MlOps.Persistence;

/// <summary>Gives `dotnet ef` a context. It has no address, since adding a migration needs no server.</summary>
internal sealed class MlOpsDesignTimeFactory : IDesignTimeDbContextFactory<MlOpsDbContext>
{
    public MlOpsDbContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql(npgsql => npgsql.UseOwnHistory()).Options);
}
