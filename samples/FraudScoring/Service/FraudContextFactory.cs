using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using MlOps.Persistence;
using Npgsql;

namespace Shop;

/// <summary>For dotnet ef, which needs no server to add a migration.</summary>
public sealed class ShopContextFactory : IDesignTimeDbContextFactory<ShopContext>
{
    public ShopContext CreateDbContext(string[] args) => CreateFor(null, args);

    public ShopContext CreateFor(Guid? tenant, string[] args)
    {
        var builder = new DbContextOptionsBuilder<ShopContext>();
        builder.UseMlOps(NpgsqlDataSource.Create(args is [var connection] ? connection : "Host=nowhere.invalid"), tenant);
        return new ShopContext(builder.Options);
    }
}
