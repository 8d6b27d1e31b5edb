namespace MlOps.Persistence.Tests.Foreign;

/// <summary>An order with a table of its own for what only it has.</summary>
internal sealed class ExpressOrder : Order
{
    private ExpressOrder()
    {
    }

    public ExpressOrder(Customer customer, DateTimeOffset placedAt, string carrier, Guid id = default)
        : base(customer, placedAt, id) => Carrier = carrier;

    public string Carrier { get; private set; } = "";
}
