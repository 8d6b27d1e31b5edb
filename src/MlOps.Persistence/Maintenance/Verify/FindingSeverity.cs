namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>What a difference between a database and the model means.</summary>
public enum FindingSeverity
{
    /// <summary>Something of the model is missing or changed, or something undoes what the model protects.</summary>
    Damage,

    /// <summary>Something that the model does not have, and that does no harm to it.</summary>
    Information,

    /// <summary>Something that this login may not read, so that it was not compared.</summary>
    NotVisible,
}
