namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>What is wrong with a chain of decisions and moves.</summary>
public enum ChainFault
{
    /// <summary>A row is another one than when it was stored.</summary>
    RowChanged,

    /// <summary>A row was deleted.</summary>
    RowMissing,

    /// <summary>A row has no link: it was stored while the trigger was off, or its link was deleted.</summary>
    RowUnlinked,

    /// <summary>A link does not follow the one before it.</summary>
    LinkChanged,

    /// <summary>Links are missing before one.</summary>
    LinksMissing,

    /// <summary>Links are missing at the end.</summary>
    TailMissing,

    /// <summary>The head is not the last link.</summary>
    HeadChanged,

    /// <summary>The chain has no head.</summary>
    HeadMissing,
}
