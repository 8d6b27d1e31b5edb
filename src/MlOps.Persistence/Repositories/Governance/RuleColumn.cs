namespace MlOps.Persistence.Repositories.Governance;

/// <summary>A column that a rule looks at.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Sql">How a statement says which one is meant.</param>
internal sealed record RuleColumn(string Name, string Sql);
