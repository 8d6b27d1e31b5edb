namespace MlOps.Persistence.Repositories.Patterns;

/// <summary>The occurrences of a pattern on a day, beside those of the same day in the window before.</summary>
/// <param name="PatternId">The pattern.</param>
/// <param name="PatternName">The name of the pattern.</param>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Occurrences">The number of occurrences on this day.</param>
/// <param name="OccurrencesBefore">The number of occurrences one window earlier.</param>
public sealed record PatternTrend(
    Guid PatternId, string PatternName, DateOnly Day, long Occurrences, long OccurrencesBefore)
{
    public long Change => Occurrences - OccurrencesBefore;

    /// <summary>
    /// The change as a share of the occurrences before: 0.5 is an increase by half. Null if there were none before.
    /// </summary>
    public double? RelativeChange => OccurrencesBefore == 0 ? null : (double)Change / OccurrencesBefore;
}
