using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MlOps.Persistence.Maintenance;

/// <summary>The migrations in the assembly of a context. Asks no server.</summary>
internal static class DeclaredMigrations
{
    /// <summary>The migrations by their names, the oldest first.</summary>
    /// <exception cref="MlOpsException">There are none.</exception>
    public static IReadOnlyDictionary<string, TypeInfo> Of(DbContext context)
    {
        var assembly = context.GetService<IMigrationsAssembly>();
        return assembly.Migrations.Count > 0
            ? assembly.Migrations
            : throw new MlOpsException(
                MlOpsError.Configuration,
                $"{context.GetType().Name} has no migrations in {assembly.Assembly.GetName().Name}. Add the first one with 'dotnet ef " +
                "migrations add'.");
    }
}
