namespace MlOps.Postgres.Views;

/// <summary>A view as it was declared, before the names of tables and columns are final.</summary>
/// <param name="Query">Makes the SELECT.</param>
/// <param name="UniqueKey">The unique key of a materialized view.</param>
/// <param name="Readers">The roles that may read it.</param>
/// <param name="IsOfTenant">Whether it shows a tenant's part of a materialized view.</param>
internal sealed record ViewDefinition(Func<ViewNames, string> Query, string[]? UniqueKey, string[] Readers, bool IsOfTenant = false)
{
    /// <summary>The roles that may insert into it.</summary>
    public string[]? Writers { get; init; }

    /// <summary>The function that stores each inserted row.</summary>
    public string? InsertFunction { get; init; }
}
