namespace MlOps.Domain.Patterns;

/// <summary>How often a feature drifted on a day of the week.</summary>
/// <param name="MonitorId">The monitor that judged.</param>
/// <param name="ServiceName">The service.</param>
/// <param name="FeatureName">The feature.</param>
/// <param name="Weekday">The day of the week, in UTC.</param>
/// <param name="Days">How many such days were judged.</param>
/// <param name="DriftedDays">Those on which it drifted, the oldest first.</param>
public sealed record FeatureWeekday(
    Guid MonitorId, string ServiceName, string FeatureName, DayOfWeek Weekday, int Days, IReadOnlyList<DateOnly> DriftedDays);
