using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Telemetry;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>Each index is there for a query, and that query uses it.</summary>
[StandardNames("It reads plans, which name tables and indexes.")]
public partial class TelemetryIndexTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Window = new(Sample.Noon, Sample.Noon.AddHours(2));

    private static readonly LinearTrend Trend = LinearTrend.Fit(
        [new(Sample.Noon, 1), new(Sample.Noon.AddDays(1), 2), new(Sample.Noon.AddDays(2), 3)]);

    // The query, rows among which it looks for a few, and the table whose index it uses.
    private static readonly Dictionary<string, (Func<MlOpsDbContext, Task> Query, Func<int, Entity> Row, string Table)> Uses = new()
    {
        ["events of a type"] = (
            context => new LearningEventRepository(context).StreamAsync("type7", Window).CountAsync().AsTask(),
            number => LearningEvent.Record($"type{number % 500}", At(number)), "learning_events"),
        ["events of a thing"] = (
            context => new LearningEventRepository(context).StreamHistoryAsync("s7", Window).CountAsync().AsTask(),
            number => LearningEvent.Record("type", At(number), new EventDetails { SubjectId = $"s{number % 500}" }), "learning_events"),
        ["events of a session"] = (
            context => new LearningEventRepository(context).StreamSessionAsync("s7", Window).CountAsync().AsTask(),
            number => UserSessionEvent.Record("ann", $"s{number % 500}", "click", At(number)), "user_session_learning_events"),
        ["a metric"] = (
            context => new TelemetryRepository(context).StreamMetricAsync("host7", "load", Window).CountAsync().AsTask(),
            number => SystemMetric.Measure($"host{number % 500}", "load", 1, At(number)), "system_performance_metrics"),
        ["runs of a query"] = (
            context => new TelemetryRepository(context).StreamQueryAsync("q7", Window).CountAsync().AsTask(),
            number => QueryLog.Record($"q{number % 500}", "SELECT 1", 1, At(number)), "query_performance_logs"),
        ["samples of a resource"] = (
            context => new TelemetryRepository(context).ForecastAsync(ResourceKind.Disk, "r7", Window, Window.End, Window.End),
            number => ResourceSample.Measure(ResourceKind.Disk, $"r{number % 500}", 1, At(number)), "resource_utilization"),
        ["the latest forecast"] = (
            context => new TelemetryRepository(context).FindForecastAsync(ResourceKind.Disk, "r7"),
            number =>
                CapacityForecast.Make(ResourceKind.Disk, $"r{number % 500}", Trend, Window.End, At(number)), "capacity_planning_metrics"),
        ["recent predictions of a service"] = (
            context => new PredictionRepository(context).StreamRecentAsync("s7", 5).CountAsync().AsTask(),
            number => Prediction.ForService($"s{number % 500}", "x", 1, At(number)), "ml_predictions"),
        ["what was done to a thing"] = (
            context => new AuditRepository(context).StreamHistoryAsync("Model", "m7", Window).CountAsync().AsTask(),
            number => AuditEntry.Record("ann", AuditAction.Insert, "Model", $"m{number % 500}", At(number)), "ml_audit_log"),
        ["the latest run of a job"] = (
            context => new JobRunRepository(context).FindLatestAsync("job7"),
            number => JobRun.Start($"job{number % 500}", At(number)), "ml_job_runs"),
    };

    public static TheoryData<string> Queries => [.. Uses.Keys];

    [Theory, MemberData(nameof(Queries))]
    public async Task A_query_uses_the_index_that_is_there_for_it(string query)
    {
        var (run, row, table) = Uses[query];
        await using (var context = Database.CreateOwnerContext())
            await context.BulkInsertAsync(Enumerable.Range(0, 5000).Select(row));

        await Database.ExecuteAsync($"ANALYZE {table}, learning_events");
        var plans = await ExplainAsync(run);
        var indexes = plans.Lines.SelectMany(line => IndexScan().Matches(line)).Select(match => match.Groups[1].Value)
            .Where(index => !index.EndsWith("_pkey", StringComparison.Ordinal) && !index.StartsWith("pk_", StringComparison.Ordinal));
        Assert.True(indexes.Any(), string.Join('\n', plans.Lines));
        Assert.DoesNotContain(plans.Lines, line => line.Contains($"Seq Scan on {table}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Predictions_of_high_risk_are_found_by_the_index_of_these_alone()
    {
        await using (var context = Database.CreateOwnerContext())
            await context.BulkInsertAsync(Enumerable.Range(0, 5000).Select(number =>
                Prediction.ForService("s", "x", number, At(number), new PredictionDetails { RiskLevel = RiskOf(number) })));

        await Database.ExecuteAsync("ANALYZE ml_predictions");
        var plans = await ExplainAsync(async explained =>
            Assert.Equal([4900, 4500, 4200], await new PredictionReportRepository(explained).StreamHighRiskAsync(Window, 3)
                .Select(prediction => (int)prediction.PredictedValue!).ToListAsync()));
        Assert.Contains(plans.Lines, line => line.Contains("Index Scan", StringComparison.Ordinal));
        Assert.DoesNotContain(plans.Lines, line => line.Contains("risk_level", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_latest_predictions_of_all_services_come_from_the_primary_key_in_its_order()
    {
        await using (var context = Database.CreateOwnerContext())
            await context.BulkInsertAsync(Enumerable.Range(0, 5000).Select(number => Build.Prediction("s", number, At(number))));

        await Database.ExecuteAsync("ANALYZE ml_predictions");
        var plans = await ExplainAsync(async explained =>
            Assert.Equal([4999, 4998, 4997], await new PredictionRepository(explained).StreamRecentAsync(null, 3)
                .Select(prediction => (int)prediction.PredictedValue!).ToListAsync()));
        Assert.Contains(plans.Lines, line => line.Contains("Index Scan Backward", StringComparison.Ordinal));
        Assert.DoesNotContain(plans.Lines, line => line.Contains("Sort", StringComparison.Ordinal));
        Assert.DoesNotContain(plans.Lines, line => line.Contains("Seq Scan on ml_predictions", StringComparison.Ordinal));
    }

    private async Task<QueryPlans> ExplainAsync(Func<MlOpsDbContext, Task> run)
    {
        var plans = new QueryPlans();
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.DataSource).AddInterceptors(plans);
        await using var explained = RenamedRun.CreateContext(builder.Options);
        await run(explained);
        return plans;
    }

    private static RiskLevel RiskOf(int number) =>
        number % 500 == 0 ? RiskLevel.High : number % 700 == 0 ? RiskLevel.Critical : RiskLevel.Low;

    private static DateTimeOffset At(int number) => Window.Start.AddSeconds(number);

    [GeneratedRegex(@"(?:Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) (\w+)")]
    private static partial Regex IndexScan();
}
