using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using MlOps.Persistence;
using Npgsql;

namespace FraudScoring;

/// <summary>For `dotnet ef`, which needs the model and no server to add a migration.</summary>
public sealed class FraudContextFactory : IDesignTimeDbContextFactory<FraudContext>
{
    public FraudContext CreateDbContext(string[] args)
    {
        var builder = new DbContextOptionsBuilder<FraudContext>();
        builder.UseMlOps(NpgsqlDataSource.Create("Host=nowhere.invalid"));
        return new FraudContext(builder.Options);
    }
}
