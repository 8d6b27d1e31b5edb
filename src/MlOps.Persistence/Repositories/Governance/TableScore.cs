namespace MlOps.Persistence.Repositories.Governance;

/// <summary>How well the rows of a table keep its rules, by the latest result of each.</summary>
/// <param name="TableName">The table.</param>
/// <param name="Score">The mean of the scores of its checks.</param>
/// <param name="Checks">How many checks it has.</param>
/// <param name="Failed">How many of them are below their threshold.</param>
public sealed record TableScore(string TableName, double Score, int Checks, int Failed);
