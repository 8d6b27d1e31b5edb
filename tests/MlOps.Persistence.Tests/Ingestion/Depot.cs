using MlOps.Domain;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>Columns that are not simply a property's: of the database, of a part that may be missing, of what a part refers to.</summary>
internal sealed class Depot(DateTimeOffset createdAt) : Entity(createdAt)
{
    /// <summary>The database sets it.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    public Guid Token { get; set; } = Guid.CreateVersion7();

    /// <summary>As text: no two of them are equal to PostgreSQL.</summary>
    public string Plan { get; set; } = "{}";

    /// <summary>An enumeration of the server's.</summary>
    public Mood Mood { get; set; } = Mood.Wild;

    public Price? Rent { get; set; }

    public DepotHours? Hours { get; set; }

    public DepotPlace? Place { get; set; }
}

/// <summary>All of it may be missing although it is there.</summary>
internal sealed class DepotHours
{
    public string? Opening { get; set; }

    public Mood? Mood { get; set; }
}

internal sealed class DepotPlace
{
    public string City { get; set; } = "";

    public Site? Site { get; set; }
}

/// <summary>It knows its parts, and they do not know it.</summary>
internal sealed class Lot(DateTimeOffset createdAt) : Entity(createdAt)
{
    public List<LotPart> Parts { get; } = [];
}

internal sealed class LotPart(DateTimeOffset createdAt) : Entity(createdAt);
