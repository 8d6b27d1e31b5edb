namespace MlOps.Postgres.Tests.Entities;

/// <summary>An entity that is not sliced.</summary>
internal sealed class Customer
{
    public Guid TenantId { get; set; }

    public Guid Id { get; set; }

    public string Name { get; set; } = "";

    public int Score { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
