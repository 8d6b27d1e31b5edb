using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Foreign;

/// <summary>Bulk writes of the order system, with rows of another shop in every table.</summary>
public class OrderBulkTests(TestServer server) : OrderSystemTest(server)
{
    public static TheoryData<string?, TenantScope> Roles => new()
    {
        { null, TenantScope.Session },
        { MlOpsRoles.App, TenantScope.Session },
        { MlOpsRoles.App, TenantScope.Transaction },
    };

    [Theory, MemberData(nameof(Roles))]
    public async Task A_shop_reads_what_it_inserted_and_nothing_of_another_shop(string? role, TenantScope scope)
    {
        await MakeSlicesAsync();
        var (mine, others) = (ShopData.Create(March, April), ShopData.Create(March, April));
        foreach (var (shop, data) in new[] { (Second, others), (First, mine) })
        {
            await using var context = CreateContext(shop, role, scope);
            Assert.Equal(data.Rows.Count, await context.BulkInsertAsync(data.Rows));
        }

        await using var reading = CreateContext(First, role, scope);
        await using var transaction = await reading.Database.BeginTransactionAsync();
        var orders = await reading.Orders.Include(order => order.Lines).Include(order => order.Customer).ToListAsync();
        Assert.Equal(mine.Orders.Select(order => order.Id).Order(), orders.Select(order => order.Id).Order());
        Assert.All(orders, order => Assert.Equal((First, First), (order.ShopId, order.Customer!.ShopId)));
        Assert.All(orders, order => Assert.Equal(new Money(2.5m, "EUR"), Assert.Single(order.Lines).Price));
        Assert.Equal(4, orders.OfType<ExpressOrder>().Count(order => order.Carrier == "by bike"));
        Assert.Equal(mine.Movements.Single().Id, (await reading.StockMovements.SingleAsync()).Id);
        Assert.Equal(16, await CountAsync("\"Orders\""));
        Assert.Equal(2, await CountAsync("(SELECT DISTINCT \"ShopId\" FROM \"StockMovements\") AS shops"));
    }

    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task Rows_are_in_the_slices_of_their_months(string? role)
    {
        await MakeSlicesAsync();
        await using var context = CreateContext(First, role);
        await context.BulkInsertAsync(ShopData.Create(March, April).Rows);
        foreach (var table in (string[])["Orders", "OrderLines"])
        {
            Assert.Equal(4, await CountAsync($"\"{table}_2026_03\""));
            Assert.Equal(4, await CountAsync($"\"{table}_2026_04\""));
            Assert.Equal(0, await CountAsync($"\"{table}_default\""));
        }

        Assert.Equal(2, await CountAsync("\"ExpressOrders_2026_03\""));
    }

    [Fact]
    public async Task The_owner_of_the_tables_writes_into_the_slices()
    {
        await MakeSlicesAsync();
        await using var context = CreateContext(First, role: null);
        await context.BulkInsertAsync(ShopData.Create(March).Rows);
        Assert.Equal(4, await CountAsync("\"Orders_2026_03\""));
    }

    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task A_row_without_an_id_gets_one_that_is_made_from_its_time(string? role)
    {
        await MakeSlicesAsync();
        var customer = new Customer { Name = "Ann" };
        await using var context = CreateContext(First, role);
        await context.BulkInsertAsync([customer]);
        Assert.Equal((First, 7), (customer.ShopId, customer.Id.Version));

        var inBulk = new Order(customer, March);
        await context.BulkInsertAsync([inBulk]);
        var saved = new Order(customer, April);
        context.Attach(customer);
        context.Add(saved);
        await context.SaveChangesAsync();
        Assert.Equal(1, await CountAsync($"\"Orders_2026_03\" WHERE \"Id\" = '{inBulk.Id}'"));
        Assert.Equal(1, await CountAsync($"\"Orders_2026_04\" WHERE \"Id\" = '{saved.Id}'"));
    }

    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task A_stream_of_any_length_is_stored(string? role)
    {
        await using var context = CreateContext(First, role);
        var movements = Enumerable.Range(0, 25_000)
            .Select(i => new StockMovement { Id = Guid.CreateVersion7(), Product = "tea", Quantity = i });
        Assert.Equal(25_000, await context.BulkInsertAsync(movements.ToAsyncEnumerable()));
        Assert.Equal(25_000, await CountAsync($"\"StockMovements\" WHERE \"ShopId\" = '{First}'"));
    }

    [Fact]
    public async Task A_class_that_belongs_to_no_tenant_is_inserted_and_upserted()
    {
        await using var context = CreateContext(First, role: null);
        await context.BulkInsertAsync([new Currency("EUR", 3), new Currency("JPY", 0)]);
        await context.BulkUpsertAsync([new Currency("EUR", 2), new Currency("CHF", 2)]);
        Assert.Equal(
            [new Currency("CHF", 2), new Currency("EUR", 2), new Currency("JPY", 0)],
            await context.Currencies.OrderBy(currency => currency.Code).ToListAsync());
    }

    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task Views_show_a_shop_what_it_has(string? role)
    {
        foreach (var shop in (Guid[])[First, Second])
        {
            await using var context = CreateContext(shop, role);
            await context.BulkInsertAsync(ShopData.Create(March).Rows);
        }

        await ExecuteAsync($"REFRESH MATERIALIZED VIEW \"{OrderContext.ProductTotals}\"");
        await using var reading = CreateContext(First, MlOpsRoles.App);
        var orders = reading.Database.SqlQuery<Guid>($"""SELECT "Id" AS "Value" FROM "OrderTotals" WHERE "Total" = 2.5""");
        Assert.Equal(4, await orders.CountAsync());
        var totals = reading.Database.SqlQuery<decimal>($"""SELECT "Total" AS "Value" FROM "ShopProductTotals" """);
        Assert.Equal(10m, await totals.SingleAsync());
        Assert.Equal(2, await CountAsync($"\"{OrderContext.ProductTotals}\""));
    }
}
