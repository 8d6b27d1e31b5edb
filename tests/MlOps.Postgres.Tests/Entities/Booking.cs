namespace MlOps.Postgres.Tests.Entities;

/// <summary>An entity with a period that has a room for itself.</summary>
internal sealed class Booking
{
    public Guid TenantId { get; set; }

    public Guid Id { get; set; }

    public string Room { get; set; } = "";

    public DateTimeOffset StartsAt { get; set; }

    public DateTimeOffset? EndsAt { get; set; }
}
