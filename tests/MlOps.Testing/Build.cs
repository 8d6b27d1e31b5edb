namespace MlOps.Testing;

/// <summary>
/// Makes valid entities for tests. The method for an entity has its name, and takes what it refers to; everything else has a default.
/// Names are the same each time, so a test that needs two of them passes another. Without a time, an entity is
/// of <see cref="Noon"/>.
/// </summary>
public static partial class Build
{
    /// <summary>The time of everything that is built without one.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
}
