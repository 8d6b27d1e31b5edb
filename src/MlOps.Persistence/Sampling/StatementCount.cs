namespace MlOps.Persistence.Sampling;

/// <summary>What the server has counted of a statement.</summary>
internal sealed record StatementCount(string Id, string Text, long Calls, double Milliseconds, long Rows);
