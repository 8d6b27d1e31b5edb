namespace MlOps.Import.Source;

/// <summary>Which rows of a table are read.</summary>
/// <param name="Tenants">
/// The values of the column for the tenant. Null among them stands for rows without one; the others are the parameter of the query.
/// </param>
/// <param name="Absorbing">The tables that read rows of this table together with their own rows.</param>
internal sealed record SourceRows(IReadOnlyList<string?> Tenants, IReadOnlyList<SourcePlan> Absorbing)
{
    public object[] Parameters(SourcePlan plan) => plan.Tenant is null ? [] : [Tenants.OfType<string>().ToArray()];
}
