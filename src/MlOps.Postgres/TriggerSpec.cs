using System.Text.Json;

namespace MlOps.Postgres;

/// <summary>A trigger as its annotation carries it.</summary>
/// <param name="When">When it fires: "BEFORE UPDATE" for instance.</param>
/// <param name="Action">What it does for each row, after a condition if it has one.</param>
public sealed record TriggerSpec(string When, string Action)
{
    public override string ToString() => JsonSerializer.Serialize(this);

    internal static TriggerSpec Parse(string text) => JsonSerializer.Deserialize<TriggerSpec>(text)!;
}
