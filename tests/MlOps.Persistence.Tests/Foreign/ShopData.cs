namespace MlOps.Persistence.Tests.Foreign;

/// <summary>Rows of one shop in every table: two customers, and orders of both kinds in two months, with a line each.</summary>
internal sealed class ShopData
{
    private ShopData(List<Customer> customers, List<Order> orders, List<StockMovement> movements) =>
        (Customers, Orders, Movements) = (customers, orders, movements);

    public List<Customer> Customers { get; }

    public List<Order> Orders { get; }

    public List<StockMovement> Movements { get; }

    public IEnumerable<OrderLine> Lines => Orders.SelectMany(order => order.Lines);

    /// <summary>All rows. Those that refer to others come before them.</summary>
    public List<object> Rows => [.. Lines, .. Orders, .. Customers, .. Movements];

    public static ShopData Create(params DateTimeOffset[] months)
    {
        List<Customer> customers = [.. new[] { "Ann", "Bob" }.Select(name => new Customer { Id = Guid.CreateVersion7(), Name = name })];
        var orders = new List<Order>();
        foreach (var customer in customers)
        {
            foreach (var month in months)
            {
                orders.Add(new Order(customer, month, Guid.CreateVersion7(month)));
                orders.Add(new ExpressOrder(customer, month, "by bike", Guid.CreateVersion7(month)));
            }
        }

        foreach (var order in orders)
            order.AddLine("tea", new Money(2.5m, "EUR"));

        return new ShopData(customers, orders, [new StockMovement { Id = Guid.CreateVersion7(), Product = "tea", Quantity = 9 }]);
    }
}
