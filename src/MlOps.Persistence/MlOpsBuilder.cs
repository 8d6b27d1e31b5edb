using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace MlOps.Persistence;

/// <summary>What AddMlOps has added, for what builds on it.</summary>
public sealed class MlOpsBuilder
{
    internal MlOpsBuilder(
        IServiceCollection services,
        Func<IServiceProvider, NpgsqlDataSource, Guid, MlOpsDbContext> createContext,
        Func<IServiceProvider, Guid, MlOpsDbContext> createTenantContext) =>
        (Services, CreateContext, CreateTenantContext) = (services, createContext, createTenantContext);

    public IServiceCollection Services { get; }

    /// <summary>Creates a context of the application's class for another connection and a tenant.</summary>
    internal Func<IServiceProvider, NpgsqlDataSource, Guid, MlOpsDbContext> CreateContext { get; }

    /// <summary>Creates a context of the application's class for a tenant. The caller disposes of it.</summary>
    internal Func<IServiceProvider, Guid, MlOpsDbContext> CreateTenantContext { get; }
}
