using MlOps.Domain.Governance;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>A rule that rows of a table are to keep, and the statement that counts which do.</summary>
/// <param name="Name">Unique: the results of a name belong together.</param>
/// <param name="Kind">What it looks at.</param>
/// <param name="TableName">The table whose score it is part of.</param>
/// <param name="Sql">
/// Returns two numbers, how many rows keep the rule and how many do not, of the rows of @tenant from @start to @end; @low and
/// @high are the ids that belong to these times.
/// </param>
/// <param name="Threshold">The share of rows that is to keep it.</param>
/// <param name="Lookback">How long before the end @start is; where the window starts if null.</param>
public sealed record DataQualityRule(
    string Name, DataQualityKind Kind, string TableName, string Sql, double Threshold = DataQualityCheck.DefaultThreshold, TimeSpan? Lookback = null);
