using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Postgres;

/// <summary>A view as its annotation carries it: its query, what it reads, and whether it is stored.</summary>
/// <param name="Query">The SELECT.</param>
/// <param name="Reads">The tables and views in it.</param>
/// <param name="UniqueKey">
/// For a materialized view the unique columns, which REFRESH CONCURRENTLY needs; otherwise null.
/// </param>
/// <param name="Readers">The roles that may read it.</param>
public sealed record ViewSpec(string Query, string[] Reads, string[]? UniqueKey, string[] Readers)
{
    public bool IsMaterialized => UniqueKey is not null;

    /// <summary>
    /// For a materialized view of tenants' rows the role that it is filled as: without its rights it would stay empty.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? FilledBy { get; init; }

    /// <summary>Whether it shows a tenant's part of a materialized view, with the rights of the owner.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOfTenant { get; init; }

    /// <summary>The roles that may insert into it; null if there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string[]? Writers { get; init; }

    /// <summary>
    /// The function that stores each inserted row; null if PostgreSQL does so itself, in the one table that the view shows.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? InsertFunction { get; init; }

    public override string ToString() => JsonSerializer.Serialize(this);

    internal static ViewSpec Parse(string text) => JsonSerializer.Deserialize<ViewSpec>(text)!;
}
