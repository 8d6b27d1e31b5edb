using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Testing;

/// <summary>Contexts for tests: their errors contain the values of parameters.</summary>
internal static class TestContexts
{
    public static MlOpsDbContext Create(NpgsqlDataSource dataSource, Guid? tenantId)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(dataSource, tenantId);
        builder.EnableSensitiveDataLogging();
        return new MlOpsDbContext(builder.Options);
    }
}
