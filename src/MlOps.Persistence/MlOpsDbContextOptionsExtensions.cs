using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace MlOps.Persistence;

/// <summary>Connects a context, of any class, with its database.</summary>
public static class MlOpsDbContextOptionsExtensions
{
    /// <summary>The table with the migrations that the database has.</summary>
    public const string HistoryTable = "mlops_migrations_history";

    /// <summary>Uses PostgreSQL through a data source, for one tenant.</summary>
    /// <param name="builder">The options of the context.</param>
    /// <param name="dataSource">The source of the connections.</param>
    /// <param name="tenantId">The tenant; by default the default tenant.</param>
    /// <param name="tenantScope">For how long the server knows the tenant; by default for a session.</param>
    /// <param name="configure">More settings for Npgsql.</param>
    /// <exception cref="MlOpsException">Sessions of the data source would keep the tenant of their last user.</exception>
    public static DbContextOptionsBuilder UseMlOps(
        this DbContextOptionsBuilder builder,
        DbDataSource dataSource,
        Guid? tenantId = null,
        TenantScope tenantScope = TenantScope.Session,
        Action<NpgsqlDbContextOptionsBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dataSource);
        if (PooledSessionLeak.Find(dataSource.ConnectionString, tenantScope) is { } leak)
            throw new MlOpsException(MlOpsError.Configuration, leak);

        builder.UseNpgsql(dataSource, npgsql =>
        {
            npgsql.UseOwnHistory();
            configure?.Invoke(npgsql);
        });
        builder.UseTenant(tenantId ?? Tenants.Default, tenantScope, dataSource);
        // Migrating would build the model to compare it with the migrations, and those of the library agree with it.
        if (configure is null && builder.Options.ContextType == typeof(MlOpsDbContext))
            builder.ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));

        return builder;
    }

    internal static void UseTenant(
        this DbContextOptionsBuilder builder, Guid tenantId, TenantScope tenantScope, DbDataSource? dataSource = null)
    {
        builder.UsePostgresFeatures(MlOpsPostgresFeatures.For(builder.Options.ContextType));
        ((IDbContextOptionsBuilderInfrastructure)builder)
            .AddOrUpdateExtension(new MlOpsOptionsExtension(tenantId, tenantScope, dataSource));
    }

    /// <summary>The same options for another tenant.</summary>
    internal static DbContextOptions<TContext> WithTenant<TContext>(this DbContextOptions<TContext> options, Guid tenantId)
        where TContext : DbContext
    {
        var common = options.GetExtension<MlOpsOptionsExtension>();
        var builder = new DbContextOptionsBuilder<TContext>(options);
        ((IDbContextOptionsBuilderInfrastructure)builder)
            .AddOrUpdateExtension(new MlOpsOptionsExtension(tenantId, common.TenantScope, common.DataSource));
        return builder.Options;
    }

    // An application with its own migrations may use the same database.
    internal static NpgsqlDbContextOptionsBuilder UseOwnHistory(this NpgsqlDbContextOptionsBuilder npgsql) =>
        npgsql.MigrationsHistoryTable(HistoryTable);
}
