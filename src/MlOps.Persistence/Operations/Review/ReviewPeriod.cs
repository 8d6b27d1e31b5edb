namespace MlOps.Persistence.Operations.Review;

/// <summary>How often a review is due, which decides what it asks.</summary>
public enum ReviewPeriod
{
    /// <summary>Seven days.</summary>
    Weekly,

    /// <summary>Thirty days.</summary>
    Monthly,

    /// <summary>Ninety days.</summary>
    Quarterly,
}
