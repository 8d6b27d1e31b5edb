using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

namespace MlOps.Persistence;

/// <summary>How a context reaches its database. Any class of context will do.</summary>
public static class MlOpsDbContextOptionsExtensions
{
    /// <summary>Where it is written which migrations the database has.</summary>
    public const string HistoryTable = "mlops_migrations_history";

    /// <summary>Uses PostgreSQL through a data source, for one tenant.</summary>
    /// <param name="builder">The options of the context.</param>
    /// <param name="dataSource">Where the connections come from.</param>
    /// <param name="tenantId">The tenant; the default one if not given.</param>
    /// <param name="tenantScope">How long the server knows the tenant; for a session if not given.</param>
    /// <param name="configure">More settings for Npgsql, if need be.</param>
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
        builder.UseTenant(tenantId ?? Tenants.Default, tenantScope);
        return builder;
    }

    internal static void UseTenant(this DbContextOptionsBuilder builder, Guid tenantId, TenantScope tenantScope)
    {
        builder.UsePostgresFeatures(MlOpsPostgresFeatures.Options);
        ((IDbContextOptionsBuilderInfrastructure)builder)
            .AddOrUpdateExtension(new MlOpsOptionsExtension(tenantId, tenantScope));
    }

    // The database may be shared with an application that has migrations of its own.
    internal static NpgsqlDbContextOptionsBuilder UseOwnHistory(this NpgsqlDbContextOptionsBuilder npgsql) =>
        npgsql.MigrationsHistoryTable(HistoryTable);
}
