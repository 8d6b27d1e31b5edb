using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>What happens when in the year. Each thing that a person does follows the jobs of a week.</summary>
internal static class YearScript
{
    public const int Weeks = 52;

    /// <summary>The service answers in the last hours of each day. Monitors count each hour of their windows.</summary>
    public const int BatchHours = 4;

    /// <summary>The first window of the year ends with this week, and each other one four weeks later.</summary>
    public const int FirstWindow = 2;

    public const int LastWindow = 50;
    public const int FirstBesideWinter = 6;
    public const int LastBesideWinter = 18;
    public const int FirstBesideSpring = 22;

    /// <summary>In this week the schedule asks for a retraining that nobody needs.</summary>
    public const int NotNeeded = 10;

    /// <summary>In the first days of April the inputs change, and what they mean. This is the end of the first window of that.</summary>
    public const int DriftIsFound = 14;

    public const int BadIsRegistered = 18;
    public const int BadIsRejected = 19;
    public const int GoodIsRegistered = 20;
    public const int GoodIsPromoted = 21;
    public const int RolledBack = 23;
    public const int PromotedByHand = 25;
    public const int BlindIsRegistered = 37;
    public const int BlindIsRejected = 38;

    /// <summary>From then on the schedule waits for a version that nobody trains in this year.</summary>
    public const int LastRequest = 46;

    public const double TooManyErrors = 0.35;
    public const double FewErrors = 0.32;

    public static readonly TimeSpan ErrorWindow = TimeSpan.FromDays(14);

    /// <summary>A Thursday, since windows that are four weeks apart end at multiples of it since 1970.</summary>
    public static readonly DateTimeOffset Start = new(2025, 1, 2, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset End = Week(Weeks);
    public static readonly DateTimeOffset Drift = Start.AddDays(92);

    /// <summary>The rows that the bad and the good version are fitted to.</summary>
    public static readonly TimeWindow Training = new(Week(DriftIsFound), Week(BadIsRegistered));

    /// <summary>The rows of which the last version knows the labels alone.</summary>
    public static readonly TimeWindow BlindTraining = new(Week(30), Week(36));

    public static readonly int PredictionsPerDay = int.Parse(
        Environment.GetEnvironmentVariable("MLOPS_YEAR_PREDICTIONS") ?? "80", CultureInfo.InvariantCulture);

    public static readonly GateThresholds Thresholds = new()
    {
        MinLabeledSamples = 300,
        MinCoveragePct = 60,
        Guards = [new GateGuard(GateMetric.Brier, 0.01)],
        SegmentFeature = "context:channel",
        SegmentCap = 2,
        MinSegmentSamples = 40,
        MaxSegmentLoss = 0.05,
        MinFeatureDriftRatio = 0.5,
        CoolDown = TimeSpan.FromDays(30),
        RequiresApproval = true,
        RetrainEvery = TimeSpan.FromDays(70),
        RequestCoolDown = TimeSpan.FromDays(3),
    };

    /// <summary>The second half of the last batch of four weeks beside its first half.</summary>
    public static readonly MonitorSettings HalfByHalf = new()
    {
        Every = TimeSpan.FromDays(28),
        LookbackHours = BatchHours / 2,
        MinSample = 20,
        SegmentFeature = "context:channel",
        SegmentCap = 2,
        Rules =
        [
            // The bins at the ends of an income are nearly empty, so PSI would often find drift in it by chance.
            new MonitorRule(DriftMethods.KsAsymp, 0.001, 1e-9, "income"),
            new MonitorRule(DriftMethods.PsiSturges, 1.3, 2),
            new MonitorRule(DriftMethods.PsiCategories, 0.5, 1),
        ],
    };

    /// <summary>The last batch of four weeks beside one before the drift.</summary>
    public static readonly MonitorSettings BesideWinter = HalfByHalf with
    {
        LookbackHours = BatchHours,
        Reference = MonitorReference.Fixed(Batch(4)),
    };

    /// <summary>The same, beside one after the drift.</summary>
    public static readonly MonitorSettings BesideSpring =
        BesideWinter with { Reference = MonitorReference.Fixed(Batch(BadIsRegistered)) };

    public static readonly MonitorSettings OfQuietService =
        HalfByHalf with { LookbackHours = BatchHours, MinSample = 2 };

    /// <summary>The last batch of a week.</summary>
    public static TimeWindow Batch(int week) => new(Week(week).AddHours(-BatchHours), Week(week));

    public static DateTimeOffset Week(int week) => Start.AddDays(7 * week);

    /// <summary>
    /// The weeks in which the jobs run: each second one, and those in which somebody does something.
    /// </summary>
    public static IEnumerable<int> Ticks => Enumerable.Range(1, Weeks)
        .Where(week => week % 2 == 0 || week is BadIsRejected or GoodIsPromoted or RolledBack or PromotedByHand or BlindIsRegistered);

    /// <summary>The times of all runs of the jobs.</summary>
    public static IEnumerable<DateTimeOffset> AllJobTimes => Ticks.SelectMany(JobTimes);

    /// <summary>The times at which the jobs run in a week: twice, since each sees what was stored before it.</summary>
    public static IEnumerable<DateTimeOffset> JobTimes(int week) => [Week(week).AddMinutes(5), Week(week).AddMinutes(30)];
}
