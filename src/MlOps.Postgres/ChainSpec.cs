using System.Text.Json;

namespace MlOps.Postgres;

/// <summary>How the rows of an entity are chained, as its annotation carries it.</summary>
/// <param name="Chain">The property that rows of one chain have in common.</param>
/// <param name="Hashed">The properties that a hash covers.</param>
internal sealed record ChainSpec(string Chain, IReadOnlyList<string> Hashed)
{
    public override string ToString() => JsonSerializer.Serialize(this);

    public static ChainSpec Parse(string text) => JsonSerializer.Deserialize<ChainSpec>(text)!;
}
