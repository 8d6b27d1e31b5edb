namespace MlOps.Persistence.Repositories.Patterns;

/// <summary>How often a pattern was seen on a day, and on the same day of the window before.</summary>
/// <param name="PatternId">The pattern.</param>
/// <param name="PatternName">Its name.</param>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Occurrences">How often on this day.</param>
/// <param name="OccurrencesBefore">How often as many days before as the window is long.</param>
public sealed record PatternTrend(Guid PatternId, string PatternName, DateOnly Day, long Occurrences, long OccurrencesBefore)
{
    public long Change => Occurrences - OccurrencesBefore;

    /// <summary>The change as a share of what was before: 0.5 for half as often again. Null if there was nothing.</summary>
    public double? RelativeChange => OccurrencesBefore == 0 ? null : (double)Change / OccurrencesBefore;
}
