using MlOps.Testing;

namespace MlOps.Persistence.Tests.Foreign;

/// <summary>The schema of the order system.</summary>
public class OrderMigrationTests(TestServer server) : OrderSystemTest(server)
{
    [Fact]
    public async Task It_goes_up_down_and_up_again()
    {
        var first = await SchemaCatalogue.ReadAsync(DataSource);
        await MigrateDownAsync();
        Assert.Empty(await SchemaCatalogue.ReadAsync(DataSource));
        await MigrateUpAsync();
        Assert.Equal(first, await SchemaCatalogue.ReadAsync(DataSource));
    }

    [Fact]
    public async Task The_names_of_its_keys_are_its_own() => Assert.Contains(
        "PK_Orders",
            await ColumnAsync("SELECT conname::text FROM pg_constraint WHERE contype = 'p' AND conrelid = '\"Orders\"'::regclass"));

    [Fact]
    public async Task It_goes_down_with_its_slices_and_rows()
    {
        await MakeSlicesAsync();
        await using (var context = CreateContext(First, role: null))
        {
            context.Add(new Order(new Customer { Name = "Ann" }, March));
            await context.SaveChangesAsync();
        }

        await MigrateDownAsync();
        Assert.Empty(await SchemaCatalogue.ReadAsync(DataSource));
    }

    [Fact]
    public async Task Every_table_of_a_shop_has_a_policy_that_holds_for_its_owner_too() => Assert.Equal(
        ["Currencies", "Visits"],
        await ColumnAsync(
            """
            SELECT relname::text FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = pg_class.oid)) ORDER BY 1
            """));
}
