namespace MlOps.Persistence.Maintenance;

/// <summary>What a <see cref="SchemaUpgrade"/> does, in this order.</summary>
public enum SchemaStepKind
{
    /// <summary>A migration was applied.</summary>
    Migration,

    /// <summary>A slice was made ahead of its time.</summary>
    Slice,

    /// <summary>An index that a migration only declared was built on a partition.</summary>
    Index,

    /// <summary>A foreign key was checked against the old rows of a partition.</summary>
    Key,

    /// <summary>A constraint against overlapping periods was added, since its extension is there now.</summary>
    Exclusion,
}
