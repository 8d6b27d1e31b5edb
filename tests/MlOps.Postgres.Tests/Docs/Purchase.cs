namespace MlOps.Postgres.Tests.Docs;

/// <summary>A class of an application, without a base class.</summary>
internal sealed class Purchase
{
    public Guid ShopId { get; set; }

    public Guid Id { get; set; }

    public decimal Price { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
