using MlOps.Postgres.Views;

namespace MlOps.Postgres.Triggers;

/// <summary>A function as it was declared, before the names of tables and columns are final.</summary>
internal sealed record FunctionDefinition(Func<ViewNames, SqlFunction> Function);
