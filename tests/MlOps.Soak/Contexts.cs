using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Soak;

/// <summary>Contexts outside of an application.</summary>
internal static class Contexts
{
    public static MlOpsDbContext Create(NpgsqlDataSource source)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(source);
        return new MlOpsDbContext(builder.Options);
    }
}
