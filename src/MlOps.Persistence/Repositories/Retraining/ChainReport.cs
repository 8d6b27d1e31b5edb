namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>What a chain of decisions and moves is like.</summary>
public sealed record ChainReport
{
    /// <summary>The model; null for the chain of decisions about no model.</summary>
    public required string? ModelName { get; init; }

    /// <summary>The number of links.</summary>
    public required long Length { get; init; }

    /// <summary>The hash of the last link. Note it elsewhere: a chain that somebody wrote anew has another one.</summary>
    public required string Head { get; init; }

    /// <summary>The first fault; null if there is none.</summary>
    public ChainFault? Fault { get; init; }

    /// <summary>Its place in the chain, from 1; null for a row without a link.</summary>
    public long? FaultPosition { get; init; }

    /// <summary>What kind of row it is about: RetrainingDecision or StageTransition; null if it is about no row.</summary>
    public string? FaultKind { get; init; }

    public Guid? FaultRowId { get; init; }

    /// <summary>Says what is wrong; null if nothing is.</summary>
    public string? Explain() => Fault switch
    {
        null => null,
        ChainFault.RowChanged => $"{Row} was changed after it was stored: it has another hash than link {FaultPosition}.",
        ChainFault.RowMissing => $"{Row} was deleted: link {FaultPosition} has its hash.",
        ChainFault.RowUnlinked => $"{Row} has no link. It was stored while the trigger was off, or its link was deleted.",
        ChainFault.LinkChanged =>
            $"Link {FaultPosition}, of {Row}, does not follow the link before it: one of the two was changed or exchanged.",
        ChainFault.LinksMissing => $"Links are missing before link {FaultPosition}, of {Row}.",
        ChainFault.TailMissing => $"The links from {FaultPosition} on are missing.",
        ChainFault.HeadChanged => $"The head of the chain is not its link {FaultPosition - 1}, which is the last.",
        _ => "The chain has no head.",
    };

    private string Row => $"{FaultKind} {FaultRowId}";
}
