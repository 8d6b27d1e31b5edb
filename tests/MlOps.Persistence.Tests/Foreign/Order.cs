namespace MlOps.Persistence.Tests.Foreign;

/// <summary>A class that hides its setters, is sliced by month, and has a leaf.</summary>
internal class Order
{
    protected Order()
    {
    }

    /// <param name="customer">The customer.</param>
    /// <param name="placedAt">When the order was placed.</param>
    /// <param name="id">The id, made from that time. Without one, saving the order makes it.</param>
    public Order(Customer customer, DateTimeOffset placedAt, Guid id = default)
    {
        Id = id;
        Customer = customer;
        CustomerId = customer.Id;
        PlacedAt = placedAt;
    }

    public Guid ShopId { get; private set; }

    public Guid Id { get; private set; }

    public Guid CustomerId { get; private set; }

    public Customer? Customer { get; private set; }

    public DateTimeOffset PlacedAt { get; private set; }

    /// <summary>The database counts it.</summary>
    public int Number { get; private set; }

    public string Status { get; set; } = "placed";

    public DateTimeOffset? ShippedAt { get; set; }

    public int Revision { get; private set; }

    /// <summary>A trigger sets it.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    public List<OrderLine> Lines { get; } = [];

    public OrderLine AddLine(string product, Money price)
    {
        var line = new OrderLine(this, Lines.Count + 1, product, price);
        Lines.Add(line);
        return line;
    }
}
