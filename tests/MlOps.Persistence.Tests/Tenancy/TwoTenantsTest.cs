using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>Two tenants with one model each, and one physical connection, on which row-level security holds.</summary>
public abstract class TwoTenantsTest(TestDatabase database) : DatabaseTest(database)
{
    protected static readonly Guid First = Tenants.Default;
    protected static readonly Guid Second = new("0195a000-0000-7000-8000-00000000000c");

    protected NpgsqlDataSource App(string more = "") => NpgsqlDataSource.Create(
        $"{Database.ConnectionStringAs(MlOpsRoles.App)};Maximum Pool Size=1;Timeout=5;{more}");

    protected async Task StoreModelsAsync()
    {
        foreach (var tenant in (Guid[])[First, Second])
        {
            await using var context = Database.CreateContext(tenant);
            context.Add(Build.Model());
            await context.SaveChangesAsync();
        }
    }

    /// <summary>A context on a connection that somebody else opened, or will.</summary>
    protected static MlOpsDbContext Sharing(NpgsqlConnection connection, NpgsqlDataSource dataSource, Guid tenant, TenantScope scope)
    {
        var context = TenantContexts.Create(dataSource, tenant, scope);
        context.Database.SetDbConnection(connection);
        return context;
    }

    /// <summary>The tenants whose models the server shows, whatever the query filter would say.</summary>
    protected static Task<List<Guid>> SeenByAsync(MlOpsDbContext context) =>
        context.Models.IgnoreQueryFilters().Select(model => model.TenantId).Order().ToListAsync();

    protected static async Task<string> SettingsAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "SELECT coalesce(current_setting('mlops.tenant_id', true), '') || '/' || current_setting('enable_partitionwise_join')",
                connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
