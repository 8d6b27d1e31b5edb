namespace MlOps.Domain.Governance;

/// <summary>The jobs that a new database, a new tenant, and a tenant with its first monitor begin with.</summary>
public static class DefaultJobs
{
    private static readonly JobSchedule EachMinute = new(TimeSpan.FromMinutes(1));
    private static readonly JobSchedule EachFiveMinutes = new(TimeSpan.FromMinutes(5));
    private static readonly JobSchedule EachQuarter = new(TimeSpan.FromMinutes(15));
    private static readonly JobSchedule EachHour = new(TimeSpan.FromHours(1));
    private static readonly JobSchedule EachDay = new(TimeSpan.FromDays(1));
    private static readonly JobSchedule EachNight = new(TimeSpan.FromDays(1), TimeSpan.FromHours(2));

    /// <summary>The jobs that each tenant begins with.</summary>
    public static IReadOnlyList<Job> OfTenant(DateTimeOffset at) =>
        [EvaluateAlerts(at), TakeSamples(at), CheckQuality(at), DetectPatterns(at), RequestRetraining(at), CheckHealth(at)];

    /// <summary>The jobs for what all tenants share. One tenant has them, and a process of the owner runs them.</summary>
    public static IReadOnlyList<Job> OfDatabase(DateTimeOffset at) => [RefreshViews(at), MakeSlices(at), ApplyRetention(at)];

    /// <summary>Refreshes the materialized views, which all tenants share.</summary>
    public static Job RefreshViews(DateTimeOffset at) =>
        Job.Define("refresh views", JobKind.RefreshViews, EachQuarter, EachQuarter.FindLatest(at));

    /// <summary>Makes the slices of the coming periods.</summary>
    public static Job MakeSlices(DateTimeOffset at) => Job.Define("make slices", JobKind.MakeSlices, EachHour, EachHour.FindLatest(at));

    /// <summary>Archives or deletes what the retention policies say. The first night gives time to change them.</summary>
    public static Job ApplyRetention(DateTimeOffset at) => Job.Define("apply retention", JobKind.ApplyRetention, EachNight, at);

    /// <summary>Checks the health of the system, as one tenant sees it.</summary>
    public static Job CheckHealth(DateTimeOffset at) =>
        Job.Define("check health", JobKind.CheckHealth, EachFiveMinutes, EachFiveMinutes.FindLatest(at));

    /// <summary>Evaluates the alert rules of one tenant.</summary>
    public static Job EvaluateAlerts(DateTimeOffset at) =>
        Job.Define("evaluate alerts", JobKind.EvaluateAlerts, EachMinute, EachMinute.FindLatest(at));

    /// <summary>Stores how long statements take, what the host has free, and how large the database is.</summary>
    public static Job TakeSamples(DateTimeOffset at) =>
        Job.Define("take samples", JobKind.TakeSamples, EachQuarter, EachQuarter.FindLatest(at));

    /// <summary>Checks the quality of one tenant's rows of the day before.</summary>
    public static Job CheckQuality(DateTimeOffset at) =>
        Job.Define("check quality", JobKind.CheckQuality, EachDay, EachDay.FindLatest(at));

    /// <summary>Makes labels from the feedback of one tenant.</summary>
    public static Job LabelFromFeedback(DateTimeOffset at) =>
        Job.Define("label from feedback", JobKind.LabelFromFeedback, EachMinute, at);

    /// <summary>Looks for patterns in the day before, which is over by then.</summary>
    public static Job DetectPatterns(DateTimeOffset at) => Job.Define("detect patterns", JobKind.DetectPatterns, EachNight, at);

    /// <summary>Opens the retraining requests of one tenant that are due.</summary>
    public static Job RequestRetraining(DateTimeOffset at) =>
        Job.Define("request retraining", JobKind.RequestRetraining, EachMinute, EachMinute.FindLatest(at));

    /// <summary>Backs up the rows of all tenants. No database begins with it, since it needs a process with a directory.</summary>
    /// <param name="every">The span from one backup to the next. Those of whole days are made at night.</param>
    /// <param name="at">The present.</param>
    public static Job BackUp(TimeSpan every, DateTimeOffset at) => Job.Define(
        "back up", JobKind.BackUp, new JobSchedule(every, every >= EachNight.Every ? EachNight.Offset : TimeSpan.Zero), at);

    /// <summary>Finds what came late for the monitors of one tenant.</summary>
    public static Job LateRows(DateTimeOffset at) => Job.Define("late rows", JobKind.LateRows, EachFiveMinutes, at);
}
