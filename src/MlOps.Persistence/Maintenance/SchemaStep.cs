namespace MlOps.Persistence.Maintenance;

/// <summary>One thing that a <see cref="SchemaUpgrade"/> has done.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Name">The name of the migration, partition, index, key or constraint.</param>
public sealed record SchemaStep(SchemaStepKind Kind, string Name)
{
    public override string ToString() => Kind switch
    {
        SchemaStepKind.Migration => $"Applied {Name}",
        SchemaStepKind.Slice => $"Made slice {Name}",
        SchemaStepKind.Index => $"Built index {Name}",
        SchemaStepKind.Key => $"Validated key {Name}",
        _ => $"Added constraint {Name}",
    };
}
