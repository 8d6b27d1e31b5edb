using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

/// <summary>A monitor with sketches of a service whose ages shift.</summary>
public abstract class SketchTest(TestDatabase database) : DatabaseTest(database)
{
    protected const int Hours = 50;

    protected static readonly MonitorSettings Settings = new()
    {
        LookbackHours = 4,
        MinSample = 30,
        Delay = TimeSpan.Zero,
        SegmentFeature = "country",
        SegmentCap = 1,
        Rules =
        [
            new MonitorRule(DriftMethods.PsiEdges, 0.1, 0.25),
            new MonitorRule(DriftMethods.PsiNamed, 0.1, 0.25),
        ],
    };

    protected static TimeWindow Before(double from, double to) => new(Sample.Noon.AddHours(-from), Sample.Noon.AddHours(-to));

    protected async Task<IReadOnlyList<SketchDrift>> CompareAsync(Func<SketchQuestion, SketchQuestion> change)
    {
        await using var context = Database.CreateContext();
        var question = new SketchQuestion(await MonitorAsync(), new TimeWindow(Sample.Noon.AddHours(-4), Sample.Noon));
        return await new SketchRepository(context).CompareAsync(change(question));
    }

    protected async Task<ServiceMonitor> MonitorAsync()
    {
        await using var context = Database.CreateContext();
        return await context.Monitors.AsNoTracking().SingleAsync();
    }

    // Hours before noon have ages that shift, and a few values that are missing or no number.
    private protected async Task<Ages> WatchAsync(MonitorSettings settings)
    {
        var ages = new Ages(Database);
        await ages.Service.StoreAsync(Hours, Hours);
        await StartAsync(settings);
        return ages;
    }

    protected async Task StartAsync(MonitorSettings settings)
    {
        await using var context = Database.CreateContext();
        await new MonitorRepository(context).StartAsync(
            Build.ServiceMonitor(settings: settings), Sample.Noon.AddHours(-40), Sample.Noon);
        var runs = await new JobRunner(tenant => Database.CreateContext(tenant)).RunDueAsync(Sample.Noon);
        Assert.All(runs, run => Assert.Null(run.Error));
    }

    private protected sealed class Ages(TestDatabase database)
    {
        public WatchedService Service { get; } = new(database) { Age = Age, Country = Country };

        public static NumberSample Numbers(int from, int to, Predicate<string?>? isMember = null) =>
            NumberSample.FromValues(Minutes(from, to, isMember).Select(Age));

        public static CategorySample Countries(int from, int to, Predicate<string?> isMember) =>
            CategorySample.FromValues(Minutes(from, to, isMember).Select(Country));

        private static IEnumerable<int> Minutes(int from, int to, Predicate<string?>? isMember) =>
            Enumerable.Range((Hours + from) * 60, (to - from) * 60).Where(minute => isMember?.Invoke(Country(minute)) != false);

        private static double? Age(int minute) => (minute % 97) switch
        {
            0 => null,
            1 => double.NaN,
            2 => double.PositiveInfinity,
            3 => double.MaxValue,
            var rest => (rest * 37 % 101) + (minute / 600.0),
        };

        private static string? Country(int minute) => (minute % 7) switch
        {
            0 => null,
            1 or 2 => "de",
            3 => "a\"b\\,{}",
            _ => "fr",
        };
    }
}
