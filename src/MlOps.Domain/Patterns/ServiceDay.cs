namespace MlOps.Domain.Patterns;

/// <summary>How many predictions a service made in the hours of a day, and in those of the same day of the weeks before.</summary>
/// <param name="ServiceName">The service.</param>
/// <param name="Day">The start of the day, in UTC.</param>
/// <param name="Hours">The numbers of the 24 hours.</param>
/// <param name="WeeksBefore">
/// Those of the weeks before, the newest first. Weeks before the first prediction of the service are missing.
/// </param>
public sealed record ServiceDay(
    string ServiceName, DateTimeOffset Day, IReadOnlyList<long> Hours, IReadOnlyList<IReadOnlyList<long>> WeeksBefore);
