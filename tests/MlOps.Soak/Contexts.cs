using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Soak;

/// <summary>Contexts outside of an application.</summary>
internal static class Contexts
{
    public static MlOpsDbContext Create(NpgsqlDataSource source, Guid? tenantId = null)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(source, tenantId);
        return new MlOpsDbContext(builder.Options);
    }
}
