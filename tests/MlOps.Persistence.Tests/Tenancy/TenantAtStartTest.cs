using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>Applications with one tenant, each with one session.</summary>
public abstract class TenantAtStartTest(TestDatabase database) : TwoTenantsTest(database)
{
    protected static string TenantOptions(Guid tenant) => $"-c mlops.tenant_id={tenant} -c enable_partitionwise_join=on";

    protected static string WithOptions(string connectionString, string options)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        settings.Options = $"{settings.Options} {options}";
        return settings.ConnectionString;
    }

    protected static ServiceProvider Services(string connectionString, Guid tenant, Action<MlOpsOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddMlOps(options =>
        {
            options.ConnectionString = $"{connectionString};Maximum Pool Size=1;Timeout=5";
            options.TenantId = tenant;
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }

    protected static async Task<List<Guid>> SeenAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await SeenByAsync(scope.ServiceProvider.GetRequiredService<MlOpsDbContext>());
    }

    protected static List<Guid> SeenSynchronously(ServiceProvider services)
    {
        using var scope = services.CreateScope();
        return [.. scope.ServiceProvider.GetRequiredService<MlOpsDbContext>().Models.IgnoreQueryFilters().Select(model => model.TenantId)];
    }
}
