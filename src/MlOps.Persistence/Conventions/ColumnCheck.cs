namespace MlOps.Persistence.Conventions;

/// <summary>A CHECK of one column, declared for a property before its column has a name.</summary>
/// <param name="NameSuffix">The text after the column in the name of the constraint, ck_table_column.</param>
/// <param name="Condition">The SQL condition for the name of the column.</param>
internal sealed record ColumnCheck(string NameSuffix, Func<string, string> Condition);
