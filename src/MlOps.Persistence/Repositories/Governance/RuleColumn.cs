namespace MlOps.Persistence.Repositories.Governance;

/// <summary>A column that a rule reads.</summary>
/// <param name="Name">Its name, for people.</param>
/// <param name="Sql">Its name in a statement: quoted where necessary, with the alias of its table before it.</param>
internal sealed record RuleColumn(string Name, string Sql);
