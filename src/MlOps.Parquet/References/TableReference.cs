namespace MlOps.Parquet.References;

/// <summary>Where some columns of a table lead to. Names are quoted where they need to be.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Target">The table with the rows that have the same values.</param>
/// <param name="TargetColumns">In these columns, in the same order.</param>
internal sealed record TableReference(IReadOnlyList<string> Columns, ReferredTable Target, IReadOnlyList<string> TargetColumns)
{
    /// <summary>Whether a row leads to another one, by their aliases.</summary>
    public string Leads(string row, string target) => string.Join(
        " AND ", Columns.Zip(TargetColumns, (column, targetColumn) => $"{target}.{targetColumn} = {row}.{column}"));
}
