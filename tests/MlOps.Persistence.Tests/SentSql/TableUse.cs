namespace MlOps.Persistence.Tests.SentSql;

/// <summary>A table, subquery or function in the FROM of a statement.</summary>
/// <param name="Alias">Its name within the statement.</param>
/// <param name="Table">The table; null if it is none.</param>
/// <param name="TenantColumn">The column with the tenant; null if it has none.</param>
internal sealed record TableUse(string Alias, string? Table, string? TenantColumn)
{
    /// <summary>Whether it is restricted to one tenant.</summary>
    public bool IsRestricted { get; set; }

    public bool Equals(TableUse? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
