using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Foreign;

/// <summary>Upserts of the order system, as its model allows them.</summary>
public class OrderUpsertTests(TestServer server) : OrderSystemTest(server)
{
    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task New_rows_are_stored_and_others_are_changed_where_they_differ(string? role)
    {
        await MakeSlicesAsync();
        var data = ShopData.Create(March);
        await InsertForBothAsync(data, role);
        var before = await ReadUpdateTimesAsync();

        data.Orders[0].Status = "shipped";
        var added = new ExpressOrder(data.Customers[0], April, "by train", Guid.CreateVersion7(April));
        await using (var context = CreateContext(First, role))
            Assert.Equal(5, await context.BulkUpsertAsync([.. data.Orders, added]));

        await using var reading = CreateContext(First, role);
        var orders = await reading.Orders.OrderBy(order => order.PlacedAt).ToDictionaryAsync(order => order.Id);
        Assert.Equal(("shipped", 1), (orders[data.Orders[0].Id].Status, orders[data.Orders[0].Id].Revision));
        Assert.All(data.Orders.Skip(1), order => Assert.Equal(("placed", 0), (orders[order.Id].Status, orders[order.Id].Revision)));
        Assert.Equal("by train", Assert.IsType<ExpressOrder>(orders[added.Id]).Carrier);

        // The trigger saw one change, and the other shop's rows are as they were.
        var after = await ReadUpdateTimesAsync();
        Assert.Equal([data.Orders[0].Id], before.Keys.Where(key => key.Shop == First && before[key] != after[key]).Select(key => key.Id));
        Assert.All(before.Keys.Where(key => key.Shop == Second), key => Assert.Equal(before[key], after[key]));
    }

    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task The_same_key_in_another_shop_is_another_row(string? role)
    {
        var id = Guid.CreateVersion7();
        foreach (var (shop, name) in new[] { (First, "Ann"), (Second, "Bob"), (First, "Anne") })
        {
            await using var context = CreateContext(shop, role);
            await context.BulkUpsertAsync([new Customer { Id = id, Name = name }]);
        }

        Assert.Equal(["Anne", "Bob"], await ColumnAsync("SELECT \"Name\" FROM \"Customers\" ORDER BY 1"));
    }

    [Fact]
    public async Task Keys_that_the_database_counts_cannot_tell_which_rows_are_stored()
    {
        await using var context = CreateContext(First, role: null);
        var error = await Assert.ThrowsAsync<NotSupportedException>(
            () => context.BulkUpsertAsync([new Coupon { Text = "one" }, new Coupon { Text = "two" }]));
        Assert.Contains("Coupon has no key that the application sets", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, await context.BulkInsertAsync([new Coupon { Text = "one" }, new Coupon { Text = "two" }]));
    }

    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task A_value_that_is_filled_once_is_not_replaced(string? role)
    {
        var data = ShopData.Create(March);
        await InsertForBothAsync(data, role);
        foreach (var day in (DateTimeOffset?[])[March.AddDays(1), March.AddDays(2), null])
        {
            data.Orders[0].ShippedAt = day;
            await using var context = CreateContext(First, role);
            await context.BulkUpsertAsync([data.Orders[0]]);
        }

        Assert.Equal(1, await CountAsync("\"Orders\" WHERE \"ShippedAt\" = '2026-03-16 12:00Z'"));
    }

    [Theory, InlineData(null), InlineData(MlOpsRoles.App)]
    public async Task A_row_that_is_only_appended_stays_as_it_is(string? role)
    {
        var id = Guid.CreateVersion7();
        await using var context = CreateContext(First, role);
        foreach (var quantity in (int[])[3, 4])
            await context.BulkUpsertAsync([new StockMovement { Id = id, Product = "tea", Quantity = quantity }]);

        Assert.Equal(3, (await context.StockMovements.SingleAsync()).Quantity);
    }

    [Fact]
    public async Task Of_several_rows_with_one_key_the_last_counts()
    {
        var order = ShopData.Create(March).Orders[0];
        await using var context = CreateContext(First, role: null);
        await context.BulkInsertAsync([order.Customer!]);
        await context.BulkUpsertAsync([order]);
        var (first, last) = (order.AddLine("cake", new Money(1, "EUR")), new OrderLine(order, 2, "pie", new Money(2, "EUR")));
        Assert.Equal(2, await context.BulkUpsertAsync([order.Lines[0], first, last]));
        Assert.Equal(["pie", "tea"], await context.OrderLines.Select(line => line.Product).Order().ToListAsync());
    }

    [Fact]
    public async Task An_order_of_one_kind_does_not_become_one_of_another()
    {
        var data = ShopData.Create(March);
        await InsertForBothAsync(data, role: null);
        var express = new ExpressOrder(data.Customers[0], March, "by bike", data.Orders[0].Id);
        var plain = new Order(data.Customers[0], March, data.Orders[1].Id);
        await using var context = CreateContext(First, role: null);
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => context.BulkUpsertAsync([plain]));
        Assert.Contains($"Order {plain.Id} is stored already, as ExpressOrder", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await context.BulkUpsertAsync([express]));
    }

    // The rows of the other shop have ids of their own.
    private async Task InsertForBothAsync(ShopData data, string? role)
    {
        foreach (var (shop, rows) in new[] { (Second, ShopData.Create(March)), (First, data) })
        {
            await using var context = CreateContext(shop, role);
            await context.BulkInsertAsync(rows.Rows);
        }
    }

    private async Task<Dictionary<(Guid Shop, Guid Id), DateTime>> ReadUpdateTimesAsync()
    {
        await using var command = DataSource.CreateCommand("SELECT \"ShopId\", \"Id\", updated_at FROM \"Orders\"");
        await using var reader = await command.ExecuteReaderAsync();
        var times = new Dictionary<(Guid, Guid), DateTime>();
        while (await reader.ReadAsync())
            times.Add((reader.GetGuid(0), reader.GetGuid(1)), reader.GetDateTime(2));

        return times;
    }
}
