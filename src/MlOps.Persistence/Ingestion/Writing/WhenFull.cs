namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>What a writer does with a write while its queue is full. It never drops one.</summary>
public enum WhenFull
{
    /// <summary>Lets the caller wait until there is room.</summary>
    Wait,

    /// <summary>Throws at once.</summary>
    Refuse,
}
