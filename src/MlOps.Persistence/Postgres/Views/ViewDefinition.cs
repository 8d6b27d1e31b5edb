namespace MlOps.Persistence.Postgres.Views;

/// <summary>A view as it was declared, before the names of tables and columns are final.</summary>
internal sealed record ViewDefinition(Func<ViewNames, string> Query, string[]? UniqueKey, string[] Readers);
