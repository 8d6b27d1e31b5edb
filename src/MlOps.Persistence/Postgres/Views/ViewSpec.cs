using System.Text.Json;

namespace MlOps.Persistence.Postgres.Views;

/// <summary>A view as its annotation carries it: what it selects, what it reads, and how it is kept.</summary>
/// <param name="Query">The SELECT.</param>
/// <param name="Reads">The tables and views in it.</param>
/// <param name="UniqueKey">
/// For a materialized view the columns that tell its rows apart, by which it can be refreshed concurrently; otherwise null.
/// </param>
/// <param name="Readers">The roles that may read it.</param>
internal sealed record ViewSpec(string Query, string[] Reads, string[]? UniqueKey, string[] Readers)
{
    public bool IsMaterialized => UniqueKey is not null;

    public override string ToString() => JsonSerializer.Serialize(this);

    public static ViewSpec Parse(string text) => JsonSerializer.Deserialize<ViewSpec>(text)!;
}
