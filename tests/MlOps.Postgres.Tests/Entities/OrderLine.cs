namespace MlOps.Postgres.Tests.Entities;

/// <summary>A member of the aggregate of orders.</summary>
internal sealed class OrderLine
{
    public Guid TenantId { get; set; }

    public Guid OrderId { get; set; }

    public Guid Id { get; set; }
}
