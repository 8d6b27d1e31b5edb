using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MlOps.Postgres.Ddl;

namespace MlOps.Postgres;

/// <summary>The door to the features.</summary>
public static class PostgresFeaturesDbContextOptionsBuilderExtensions
{
    /// <summary>
    /// Lets a context that uses Npgsql declare slices, row-level security, views, triggers and grants in its model, and carry them
    /// into its migrations.
    /// </summary>
    /// <param name="builder">The options of the context.</param>
    /// <param name="options">The names that the features use, if the defaults do not suit.</param>
    public static DbContextOptionsBuilder UsePostgresFeatures(
        this DbContextOptionsBuilder builder, PostgresFeaturesOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ((IDbContextOptionsBuilderInfrastructure)builder)
            .AddOrUpdateExtension(new PostgresFeaturesExtension(options ?? new PostgresFeaturesOptions()));
        return builder;
    }

    /// <inheritdoc cref="UsePostgresFeatures(DbContextOptionsBuilder, PostgresFeaturesOptions?)"/>
    public static DbContextOptionsBuilder<TContext> UsePostgresFeatures<TContext>(
        this DbContextOptionsBuilder<TContext> builder, PostgresFeaturesOptions? options = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)((DbContextOptionsBuilder)builder).UsePostgresFeatures(options);
}
