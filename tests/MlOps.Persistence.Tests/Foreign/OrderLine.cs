namespace MlOps.Persistence.Tests.Foreign;

/// <summary>A member of the order's aggregate, with a key that the application chooses.</summary>
internal sealed class OrderLine
{
    private OrderLine()
    {
    }

    public OrderLine(Order order, int position, string product, Money price) =>
        (Order, OrderId, Position, Product, Price) = (order, order.Id, position, product, price);

    public Guid ShopId { get; private set; }

    public Guid OrderId { get; private set; }

    public Order Order { get; private set; } = null!;

    public int Position { get; private set; }

    public string Product { get; private set; } = "";

    public Money Price { get; private set; } = new(0, "EUR");
}
