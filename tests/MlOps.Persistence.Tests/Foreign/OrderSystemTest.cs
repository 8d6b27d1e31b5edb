using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Foreign;

/// <summary>An empty database with the schema of the order system, as the superuser who migrated it and as the application.</summary>
public abstract class OrderSystemTest(TestServer server) : EmptyDatabaseTest(server)
{
    protected static readonly Guid First = new("0195a000-0000-7000-8000-00000000000a");
    protected static readonly Guid Second = new("0195a000-0000-7000-8000-00000000000b");
    protected static readonly DateTimeOffset March = new(2026, 3, 15, 12, 0, 0, TimeSpan.Zero);
    protected static readonly DateTimeOffset April = March.AddMonths(1);

    private NpgsqlDataSource _app = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _app = NpgsqlDataSource.Create($"{ConnectionString};Options=-c role={MlOpsRoles.App}");
        await MigrateUpAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _app.DisposeAsync();
        await base.DisposeAsync();
    }

    protected Task MigrateUpAsync() => MigrateAsync(isUp: true);

    protected Task MigrateDownAsync() => MigrateAsync(isUp: false);

    /// <summary>Makes the slices, as the owner of the tables. The application's role may not.</summary>
    protected async Task MakeSlicesAsync()
    {
        await using var context = OrderContext.Create(DataSource, First);
        await new SliceMaintenance(context).EnsureAsync(March, April);
    }

    /// <summary>A context of a shop, as a role; as the superuser if the role is null.</summary>
    private protected OrderContext CreateContext(Guid shop, string? role, TenantScope scope = TenantScope.Session) =>
        OrderContext.Create(role is null ? DataSource : _app, shop, scope);

    /// <summary>Reads a number as the superuser, past all policies and filters.</summary>
    protected async Task<long> CountAsync(string from)
    {
        await using var command = DataSource.CreateCommand($"SELECT count(*) FROM {from}");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task MigrateAsync(bool isUp)
    {
        await using var context = OrderContext.Create(DataSource, First);
        var model = context.GetService<IDesignTimeModel>().Model;
        var relational = model.GetRelationalModel();
        var operations = context.GetService<IMigrationsModelDiffer>()
            .GetDifferences(isUp ? null : relational, isUp ? relational : null);
        foreach (var command in context.GetService<IMigrationsSqlGenerator>().Generate(operations, isUp ? model : null))
            await ExecuteAsync(command.CommandText);
    }
}
