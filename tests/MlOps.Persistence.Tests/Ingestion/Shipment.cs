using MlOps.Domain;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>Parts of every kind that lie in an entity's own row, and members that have a value before they are set.</summary>
internal sealed class Shipment : Entity
{
    private Shipment()
    {
    }

    public Shipment(DateTimeOffset createdAt)
        : base(createdAt)
    {
    }

    public Size Size { get; set; } = new(1, 1);

    public Price Price { get; set; } = new(3, Mood.Wild);

    public Price? Discount { get; set; }

    public Insurance? Insurance { get; set; }

    public Receipt? Receipt { get; set; }

    public Sender? Sender { get; set; } = new() { Name = "nobody" };

    public string? Remark { get; set; } = "none yet";
}

internal readonly record struct Price(decimal Amount, Mood Mood);

internal sealed class Insurance
{
    public required string Company { get; set; }

    public int? Years { get; set; }

    public required Size Vault { get; set; }
}

/// <summary>EF marks that it is there, since its values do not tell.</summary>
internal sealed class Receipt
{
    public string? Signature { get; set; }
}

/// <summary>A part of it has a collection, which is in another table.</summary>
internal sealed class Catalogue(DateTimeOffset createdAt) : Entity(createdAt)
{
    public Basketful Content { get; set; } = new();
}

internal sealed class Basketful
{
    public string Name { get; set; } = "";

    public List<Item> Items { get; } = [];
}
