using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>Tests act as an application, so that they notice what it may not do.</summary>
public class TestRoleTests(TestDatabase<ShopContext> database) : DatabaseTest<ShopContext>(database)
{
    [Fact]
    public async Task A_context_has_the_role_of_an_application_unless_another_is_asked_for()
    {
        Assert.Equal(MlOpsRoles.App, await RoleAsync(Database.CreateContext()));
        Assert.Equal(MlOpsRoles.Reader, await RoleAsync(Database.CreateReaderContext()));
        Assert.Equal(MlOpsRoles.Service, await RoleAsync(Database.CreateContextAs(MlOpsRoles.Service)));
        Assert.Equal(await Database.ScalarAsync<string>("SELECT session_user::text"), await RoleAsync(Database.CreateOwnerContext()));
    }

    [Fact]
    public async Task A_host_on_the_connection_string_has_that_role_too_and_keeps_it_after_a_reset()
    {
        await using var dataSource = NpgsqlDataSource.Create(Database.ConnectionString);
        await using var command = dataSource.CreateCommand("RESET ROLE; SELECT current_user::text");
        Assert.Equal(MlOpsRoles.App, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_missing_grant_fails_the_test_of_the_context_and_not_its_reset()
    {
        await Database.ExecuteAsync($"REVOKE INSERT ON vouchers FROM {MlOpsRoles.App}");
        try
        {
            await using var context = Database.CreateContext();
            context.Add(new Voucher("SPRING", Sample.Noon));
            var error = await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
            Assert.Contains("permission denied for table vouchers", error.InnerException!.Message, StringComparison.Ordinal);
            await Database.ResetAsync();
        }
        finally
        {
            await Database.ExecuteAsync($"GRANT INSERT ON vouchers TO {MlOpsRoles.App}");
        }
    }

    [Fact]
    public async Task A_policy_hides_the_rows_of_other_tenants_from_an_application_and_from_a_dashboard()
    {
        await using (var other = Database.CreateContext(Guid.CreateVersion7()))
        {
            other.Add(new Voucher("OTHER", Sample.Noon));
            await other.SaveChangesAsync();
        }

        foreach (var (context, seen) in (IEnumerable<(ShopContext, int)>)
            [(Database.CreateContext(), 0), (Database.CreateReaderContext(), 0), (Database.CreateOwnerContext(), 1)])
        {
            await using (context)
                Assert.Equal(seen, await context.Vouchers.IgnoreQueryFilters().CountAsync());
        }
    }

    private static async Task<string> RoleAsync(ShopContext context)
    {
        await using (context)
            return await context.Database.SqlQueryRaw<string>("SELECT current_user::text AS \"Value\"").SingleAsync();
    }
}
