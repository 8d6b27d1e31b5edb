namespace MlOps.Postgres.Tests.Entities;

/// <summary>An order, the root of an aggregate that is sliced.</summary>
internal class Order
{
    public Guid TenantId { get; set; }

    public Guid Id { get; set; }

    public string Note { get; set; } = "";
}
