using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Time.Testing;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Monitoring;

[OneVersionIsEnough]
public class ArrivalOrderTests(TestDatabase database) : DatabaseTest(database)
{
    private const int Hours = 6;

    private static readonly MonitorSettings FromRows = new()
    {
        LookbackHours = 2,
        MinSample = 20,
        Delay = TimeSpan.Zero,
        SegmentFeature = "country",
    };

    private static readonly MonitorSettings FromCounts = FromRows with
    {
        Rules = [new MonitorRule(DriftMethods.PsiEdges, 0.1), new MonitorRule(DriftMethods.PsiNamed, 0.1)],
    };

    private MonitorSettings _settings = FromRows;
    private DateTimeOffset _now = Sample.Noon.AddHours(-Hours);

    [Theory, InlineData(1), InlineData(2)]
    public async Task The_newest_revisions_do_not_depend_on_the_order_in_which_rows_and_labels_come(int seed)
    {
        await CompareOrdersAsync(seed);
    }

    [Theory, InlineData(3), InlineData(4), InlineData(5)]
    public async Task The_bins_do_not_depend_on_the_order_either(int seed)
    {
        _settings = FromCounts;
        // The first references are evaluated while most of their rows are missing.
        _now = Sample.Noon.AddHours(-3);
        await CompareOrdersAsync(seed);
        Assert.Equal(await BinsAsync("afterwards"), await BinsAsync("watching"));
    }

    [Fact]
    public async Task The_bins_of_a_fixed_reference_do_not_depend_on_the_order_either()
    {
        _settings = FromCounts with
        {
            Reference = MonitorReference.Fixed(new TimeWindow(Sample.Noon.AddHours(-Hours), Sample.Noon.AddHours(3 - Hours))),
        };
        await CompareOrdersAsync(6);
        Assert.Equal(await BinsAsync("afterwards"), await BinsAsync("watching"));
    }

    private async Task CompareOrdersAsync(int seed)
    {
        var random = new Random(seed);
        var service = new WatchedService(Database) { Age = minute => (minute * 37 % 101) + (minute / 120 * 20) };
        await service.StoreSchemaAsync();
        await StartAsync("watching");
        await ArriveAsync(random, service);
        await UntilDoneAsync();

        // The same once more, when everything is there.
        await StartAsync("afterwards");
        await RunAsync();

        var (seen, expected) = (await NewestAsync("watching"), await NewestAsync("afterwards"));
        Assert.Equal(Hours + 1, expected.Count(row => row.StartsWith("run", StringComparison.Ordinal)));
        Assert.Equal(expected, seen);
        Assert.Equal(0, await Database.CountAsync("ml_reopened_windows"));
        Assert.True(await Database.ScalarAsync<long>("SELECT count(*) FROM monitoring_metrics WHERE revision > 1") > 0);
    }

    // Rows in parts of any size, some of them in transactions that commit later, labels among them, and the jobs now and then.
    private async Task ArriveAsync(Random random, WatchedService service)
    {
        int[] minutes = [.. Enumerable.Range(0, Hours * 60)];
        random.Shuffle(minutes);
        var open = new List<(MlOpsDbContext Context, IDbContextTransaction Transaction)>();
        var committed = new List<Prediction>();
        for (var at = 0; at < minutes.Length;)
        {
            var part = minutes.Skip(at).Take(random.Next(1, 90))
                .Select(minute => service.Predict(Sample.Noon.AddHours(-Hours).AddMinutes(minute), minute)).ToList();
            at += part.Count;
            var context = Database.CreateContext();
            var transaction = await context.Database.BeginTransactionAsync();
            context.AddRange(part);
            await context.SaveChangesAsync();
            open.Add((context, transaction));
            if (random.Next(3) > 0)
            {
                await CommitAsync(open, random.Next(open.Count));
                committed.AddRange(part);
            }

            if (random.Next(2) == 0)
                await RunAsync();

            await LabelAsync(random, committed);
        }

        while (open.Count > 0)
            await CommitAsync(open, 0);
    }

    private static async Task CommitAsync(List<(MlOpsDbContext Context, IDbContextTransaction Transaction)> open, int which)
    {
        var (context, transaction) = open[which];
        open.RemoveAt(which);
        await transaction.CommitAsync();
        await transaction.DisposeAsync();
        await context.DisposeAsync();
    }

    private async Task LabelAsync(Random random, List<Prediction> committed)
    {
        await using var context = Database.CreateContext();
        var ids = committed.Where(_ => random.Next(4) == 0).Select(row => row.Id).ToList();
        var labels = await context.Predictions.Where(row => ids.Contains(row.Id) && row.ActualValue == null)
            .Select(row => new Label(row.Id, 1, Sample.Noon.AddDays(1))).ToListAsync();
        await new PredictionRepository(context).BulkLabelAsync(labels);
    }

    private async Task StartAsync(string name)
    {
        await using var context = Database.CreateContext();
        await new MonitorRepository(context).StartAsync(
            Build.ServiceMonitor(name, settings: _settings), Sample.Noon.AddHours(-Hours), Sample.Noon);
    }

    private Task<List<string>> NewestAsync(string monitor) => Database.ColumnAsync(
        $"""
        WITH newest AS (
            SELECT DISTINCT ON (date_trunc('second', r.timestamp)) r.* FROM monitoring_metrics AS r
            JOIN ml_monitors AS m ON m.id = r.monitor_id AND m.name = '{monitor}'
            ORDER BY date_trunc('second', r.timestamp), r.timestamp DESC
        )
        SELECT concat_ws(' ', 'run', date_trunc('second', timestamp), num_predictions, num_labelled, positive_rate, probability_mean,
            round(probability_std::numeric, 9), round(entropy::numeric, 9), num_drifted_features, feature_drift_ratio, predictions_hash,
            labels_hash, reference_hash)
        FROM newest
        UNION ALL
        SELECT concat_ws(' ', 'drift', date_trunc('second', n.timestamp), d.feature_name, d.segment_name, d.segment_kind,
            round(d.statistic::numeric, 9), d.reference_size, d.current_size, d.reference_hash, d.current_hash)
        FROM newest AS n JOIN ml_drift_metrics AS d ON d.monitoring_run_id = n.id
        ORDER BY 1
        """);

    private Task<List<string>> BinsAsync(string monitor) => Database.ColumnAsync(
        $"""
        SELECT concat_ws(' ', b.feature_name, b.are_segments, b.hash, b.reference_start, b.reference_end)
        FROM ml_feature_bins AS b JOIN ml_monitors AS m ON m.id = b.monitor_id AND m.name = '{monitor}'
        ORDER BY 1
        """);

    private async Task UntilDoneAsync()
    {
        var arrived = await Database.ScalarAsync<DateTime>("SELECT now()");
        await Polling.UntilAsync(
            async () =>
            {
                await RunAsync();
                return await Database.ScalarAsync<bool>(
                    $"""
                    SELECT coalesce((state ->> 'doneUntil')::timestamptz > '{arrived:O}', false)
                        AND NOT EXISTS (SELECT 1 FROM ml_reopened_windows)
                    FROM ml_jobs WHERE kind = 'late_rows'
                    """);
            },
            "everything that arrived was looked at");
    }

    private async Task RunAsync()
    {
        // All windows end at noon or before.
        _now += TimeSpan.FromMinutes(40);
        var runs = await new JobRunner(tenant => Database.CreateContext(tenant), clock: new FakeTimeProvider(Sample.Noon.AddDays(1)))
            .RunDueAsync(_now < Sample.Noon ? _now : await LateAsync());
        Assert.All(runs, run => Assert.Null(run.Error));
    }

    // After noon only the job that looks for late rows is due, each time that it is asked.
    private async Task<DateTimeOffset> LateAsync()
    {
        await Database.ExecuteAsync(
            $"UPDATE ml_jobs SET next_due_at = '{Sample.Noon:O}' WHERE kind = 'late_rows' AND next_due_at > '{Sample.Noon:O}'");
        return Sample.Noon;
    }
}
