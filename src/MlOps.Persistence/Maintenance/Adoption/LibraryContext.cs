using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Adoption;

/// <summary>Makes the library's own context beside a context that derives from it.</summary>
internal static class LibraryContext
{
    /// <summary>Makes one that knows the library's migrations, and no server.</summary>
    public static MlOpsDbContext CreateWithoutServer() =>
        new(new DbContextOptionsBuilder<MlOpsDbContext>().UseNpgsql(npgsql => npgsql.UseOwnHistory()).Options);

    /// <summary>Makes one that shares the connection of another context, and so its session and the lock of its migrations.</summary>
    public static MlOpsDbContext CreateBeside(MlOpsDbContext context)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseNpgsql(context.Database.GetDbConnection(), npgsql => npgsql.UseOwnHistory());
        // Its tenant too. Where the options have none, the context sets the default one itself.
        if (context.GetService<IDbContextOptions>().FindExtension<MlOpsOptionsExtension>() is { } tenant)
        {
            builder.UsePostgresFeatures(MlOpsPostgresFeatures.Options);
            ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(tenant);
        }

        var library = new MlOpsDbContext(builder.Options);
        library.Database.SetCommandTimeout(context.Database.GetCommandTimeout());
        return library;
    }
}
