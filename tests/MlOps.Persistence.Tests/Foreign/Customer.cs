namespace MlOps.Persistence.Tests.Foreign;

/// <summary>A class with public setters, an id that EF generates, and a tenant under a name of its own.</summary>
internal sealed class Customer
{
    public Guid ShopId { get; set; }

    public Guid Id { get; set; }

    public required string Name { get; set; }

    public List<Order> Orders { get; } = [];
}
