using MlOps.Persistence.Maintenance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>What a team writes to test its migrations.</summary>
public class ShopSchemaTests : EmptyDatabaseTest<ShopContext>
{
    [Fact]
    public async Task An_empty_database_is_on_the_teams_server_and_has_no_table()
    {
        Assert.Empty(await ColumnAsync("SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace"));
        await using var context = CreateContext();
        Assert.Single(await new SchemaUpgrade(context).MigrateAsync());
        Assert.Equal(["vouchers"], await ColumnAsync("SELECT to_regclass('vouchers')::text"));
    }
}
