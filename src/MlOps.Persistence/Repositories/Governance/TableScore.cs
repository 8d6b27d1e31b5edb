namespace MlOps.Persistence.Repositories.Governance;

/// <summary>The data quality of a table, by the latest result of each of its checks.</summary>
/// <param name="TableName">The table.</param>
/// <param name="Score">The mean score of its checks.</param>
/// <param name="Checks">The number of its checks.</param>
/// <param name="Failed">The number of its checks that are below their threshold.</param>
public sealed record TableScore(string TableName, double Score, int Checks, int Failed);
