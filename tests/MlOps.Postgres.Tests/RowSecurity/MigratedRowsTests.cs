using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Postgres.Tests.RowSecurity;

/// <summary>What a migration writes into rows, it writes into those of all tenants, also where whoever migrates is no superuser.</summary>
public sealed class MigratedRowsTests(TestServer server) : IAsyncLifetime
{
    private static readonly Guid[] Tenants = [new("0195a000-0000-7000-8000-00000000000a"), new("0195a000-0000-7000-8000-00000000000b")];

    private PlainOwner _owner = null!;

    public async ValueTask InitializeAsync() => _owner = await PlainOwner.CreateAsync(server, tenantSetting: "app.tenant_id");

    public ValueTask DisposeAsync() => _owner.DisposeAsync();

    [Fact]
    public async Task A_column_that_must_have_a_value_gets_it_in_the_rows_of_all_tenants()
    {
        await MigrateAsync(null, Named(isRequired: false));
        foreach (var tenant in Tenants)
            await _owner.AsAdministratorAsync(
                $"INSERT INTO customers (tenant_id, id, score, updated_at) VALUES ('{tenant}', '{tenant}', 1, now())");

        await MigrateAsync(Named(isRequired: false), Named(isRequired: true));
        await AssertAsync(2, "name = 'none'");
    }

    [Fact]
    public async Task Seeds_of_all_tenants_are_stored_and_changed_and_deleted()
    {
        await MigrateAsync(null, Seeded([]));
        await MigrateAsync(Seeded([]), Seeded(Tenants, 1));
        await AssertAsync(2, "score = 1");
        await MigrateAsync(Seeded(Tenants, 1), Seeded(Tenants, 2));
        await AssertAsync(2, "score = 2");
        await MigrateAsync(Seeded(Tenants, 2), Seeded([]));
        await AssertAsync(0, "true");
    }

    private static Action<ModelBuilder> Named(bool isRequired) => model =>
        Shop.Customers(model).IsTenantOwned(customer => customer.TenantId)
        .Property(customer => customer.Name).IsRequired(isRequired).HasDefaultValue(isRequired ? "none" : null);

    private static Action<ModelBuilder> Seeded(Guid[] tenants, int score = 0) => model =>
    {
        var customers = Shop.Customers(model).IsTenantOwned(customer => customer.TenantId);
        foreach (var tenant in tenants)
            customers.HasData(new Customer { TenantId = tenant, Id = tenant, Score = score });
    };

    private async Task AssertAsync(long rows, string where)
    {
        // As the administrator, whom no policy holds.
        Assert.Equal(rows, await _owner.ScalarAsync<long>($"SELECT count(*) FROM customers WHERE {where}", role: "NONE"));
        Assert.True(
            await _owner.ScalarAsync<bool>("SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = 'customers'"));
    }

    // In the session of one tenant and in one transaction, as a migration runs.
    private async Task MigrateAsync(Action<ModelBuilder>? from, Action<ModelBuilder> to)
    {
        await using var connection = await _owner.DataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var statement in MigrationSql.ListStatements(from, to).Prepend($"SET LOCAL app.tenant_id = '{Tenants[0]}'"))
        {
            await using var command = new NpgsqlCommand(statement, connection, transaction);
            await command.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();
    }
}
