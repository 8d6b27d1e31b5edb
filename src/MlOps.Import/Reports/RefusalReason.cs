namespace MlOps.Import.Reports;

/// <summary>A rule that rows of a table break.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Count">How many rows break it.</param>
/// <param name="FirstIds">The ids of the first rows that break it.</param>
public sealed record RefusalReason(string Rule, long Count, IReadOnlyList<string> FirstIds);
