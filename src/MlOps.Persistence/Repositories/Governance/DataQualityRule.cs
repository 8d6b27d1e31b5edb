using MlOps.Domain.Governance;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>A rule for the rows of a table, and the statement that counts the rows which keep it.</summary>
/// <param name="Name">The unique name. Results of the same name belong together.</param>
/// <param name="Kind">The kind of the rule.</param>
/// <param name="TableName">The table to whose score the rule contributes.</param>
/// <param name="Sql">
/// Returns two numbers, the rows that keep the rule and the rows that break it, of the rows of @tenant from @start to
/// @end. @low and @high are the ids that belong to these times.
/// </param>
/// <param name="Threshold">The share of rows that must keep the rule.</param>
/// <param name="Lookback">
/// The time from @start to the end of the window. If null, @start is the start of the window.
/// </param>
public sealed record DataQualityRule(
    string Name,
    DataQualityKind Kind,
    string TableName,
    string Sql,
    double Threshold = DataQualityCheck.DefaultThreshold,
    TimeSpan? Lookback = null);
