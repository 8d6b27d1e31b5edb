using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Tests.Docs;
using MlOps.Persistence.Tests.Monitoring.FalseAlarms;
using MlOps.Persistence.Tests.Statistics;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

/// <summary>How often data without drift is said to have drifted: as often as the limit of a rule promises.</summary>
[OneVersionIsEnough]
public class FalseAlarmTests(TestDatabase database) : DatabaseTest(database)
{
    private const int Seed = 20260301;
    private const double PsiLimit = 0.1;

    private static readonly double[] Deciles = [.. Enumerable.Range(1, 9).Select(i => i / 10.0)];

    [Fact]
    public async Task A_rule_is_wrong_as_often_as_its_limit_promises()
    {
        await SteadyService.StoreAsync(Database, new Random(Seed));
        await using var context = Database.CreateContext();
        await WatchAsync(context);

        var ks = await context.DriftMetrics.Where(row => row.MethodId == DriftMethods.KsAsymp).ToListAsync();
        var chiSquare = await context.DriftMetrics.Where(row => row.MethodId == DriftMethods.ChiSquare).ToListAsync();
        Assert.Equal(ks.Count(row => row.Drifted), ks.Count(row => row.PValue <= 0.05));
        Assert.Equal(ks.Count(row => row.AlertLevel == AlertLevel.Critical), ks.Count(row => row.PValue <= 0.01));
        var means = await CompareAsync(context, DriftMethods.MeanDifference);
        foreach (var limit in (double[])[0.05, 0.01])
        {
            AssertRate(PromisedRate.OfKs(limit, SteadyService.PerHour), $"ks_asymp {limit}", ks.Select(row => row.PValue <= limit));
            AssertRate(limit, $"chi_square {limit}", chiSquare.Select(row => row.PValue <= limit));
            AssertRate(limit, $"mean_difference {limit}", means.Select(drift => drift.PValue <= limit));
        }

        var sturges = await CompareAsync(context, DriftMethods.PsiSturges);
        var edges = await CompareAsync(context, DriftMethods.PsiEdges, Deciles);
        AssertRate(Psi(sturges[0].CurrentCounts!.Length), "psi_sturges", sturges.Select(drift => drift.Statistic >= PsiLimit));
        AssertRate(Psi(10), "psi_edges", edges.Select(drift => drift.Statistic >= PsiLimit));

        static double Psi(int bins) => PromisedRate.OfPsi(PsiLimit, bins, SteadyService.PerHour);
    }

    [Fact]
    public void Bins_with_few_values_make_PSI_wrong_more_often()
    {
        var random = new Random(Seed);
        var found = Enumerable.Range(0, SteadyService.Comparisons)
            .Select(_ => NumberDrift.Measure(DriftMethods.PsiSturges, Draw(random), Draw(random))).ToList();

        var seen = found.Count(drift => drift.Statistic >= PsiLimit);
        TestContext.Current.TestOutputHelper!.WriteLine($"psi_sturges of normal numbers: {seen}");
        Assert.InRange(
            seen / (double)found.Count, 2 * PromisedRate.OfPsi(PsiLimit, found[0].Counts!.Current.Count, SteadyService.PerHour), 0.15);
    }

    [Fact]
    public void The_documentation_has_the_rates_that_the_distribution_gives()
    {
        var page = Documents.Read("docs/monitoring.md");
        Assert.All(
            (int[])[100, 200, 400, 1000],
            size => Assert.Contains(
                $"| {size} | {Show(0.1, 10, size)} | {Show(0.25, 10, size)} | {Show(0.1, 5, size)} | {Show(0.25, 5, size)} |\n",
                page,
                StringComparison.Ordinal));

        static string Show(double limit, int bins, int size) => PromisedRate.OfPsi(limit, bins, size) is >= 0.0005 and var rate
            ? rate.ToString("0.0%", CultureInfo.InvariantCulture)
            : "under 0.1%";
    }

    private static NumberSample Draw(Random random) =>
        NumberSample.FromValues(Enumerable.Range(0, SteadyService.PerHour).Select(_ => (double?)Normal.Next(random)));

    private static void AssertRate(double promised, string of, IEnumerable<bool> alarms)
    {
        var all = alarms.ToList();
        var seen = all.Count(alarm => alarm);
        TestContext.Current.TestOutputHelper!.WriteLine($"{of}: {seen} of {all.Count}, {promised * all.Count:F1} promised");
        Assert.Equal(SteadyService.Comparisons, all.Count);
        Assert.True(PromisedRate.Allows(promised, seen, all.Count), $"{of} was wrong {seen} times, and {promised:R} was promised.");
    }

    private async Task WatchAsync(MlOpsDbContext context)
    {
        var settings = new MonitorSettings
        {
            Every = TimeSpan.FromHours(2),
            LookbackHours = 1,
            Delay = TimeSpan.Zero,
            MinSample = 400,
            Rules = [new MonitorRule(DriftMethods.KsAsymp, 0.05, 0.01), new MonitorRule(DriftMethods.ChiSquare, 0.05, 0.01)],
        };
        await new MonitorRepository(context).StartAsync(
            Build.ServiceMonitor(settings: settings), SteadyService.ListWindows().Last().End, Sample.Noon);
        var runs = await new JobRunner(tenant => Database.CreateContext(tenant)).RunDueAsync(Sample.Noon);
        Assert.All(runs, run => Assert.Null(run.Error));
    }

    private static async Task<List<DriftAnswer>> CompareAsync(MlOpsDbContext context, string method, double[]? edges = null)
    {
        var found = new List<DriftAnswer>();
        foreach (var window in SteadyService.ListWindows())
        {
            var reference = MonitorReference.Previous.FindFor(window);
            found.AddRange(await context.AskAsync(
                DriftAnswer.Read,
                """
                SELECT * FROM mlops_drifts(
                    service => 'oracle', from_time => @from, to_time => @to,
                    reference_from => @reference_from, reference_to => @reference_to,
                    method => @method, features => @features, edges => @edges::double precision[])
                """,
                ("from", window.Start),
                ("to", window.End),
                ("reference_from", reference.Start),
                ("reference_to", reference.End),
                ("method", method),
                ("features", SteadyService.Numbers),
                ("edges", edges)));
        }

        return found;
    }
}
