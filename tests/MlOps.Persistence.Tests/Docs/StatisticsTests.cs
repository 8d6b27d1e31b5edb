using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Tests.Statistics;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class StatisticsTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Page = "docs/statistics.md";

    [Fact]
    public async Task The_sql_of_the_page_runs_as_a_reader()
    {
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.FeatureSchema());
            await context.SaveChangesAsync();
        }

        var blocks = Documents.BlocksOf(Page, "sql");
        Assert.Equal(8, blocks.Count);
        await using var reader = Database.CreateReaderContext();
        foreach (var block in blocks)
            await reader.AskAsync(_ => true, block);
    }

    [Fact]
    public async Task The_page_stores_a_result_as_the_sample_does()
    {
        await using var context = Database.CreateContext();
        var lastMonth = new TimeWindow(Sample.Noon.AddDays(-30), Sample.Noon);
        var today = new TimeWindow(Sample.Noon, Sample.Noon.AddDays(1));
        var now = Sample.Noon.AddDays(1);

        var schema = Build.FeatureSchema();
        context.Add(schema);
        await context.SaveChangesAsync();
        await context.BulkInsertAsync(
            Enumerable.Range(0, 200).Select(at => Prediction.ForService(
                "oracle",
                "score",
                0.5,
                Sample.Noon.AddHours(at < 100 ? -2 : 2),
                new PredictionDetails
                {
                    Features = FeatureVector.Of(schema, [at, at, at, at, at], [null, null]),
                    RiskLevel = RiskLevel.Low,
                })),
            default);

        // <record>
        var recorded = await new DriftMetricRepository(context).RecordAsync(
            "churn",
            new DriftQuestion("oracle", lastMonth, today) { Method = DriftMethods.KsAsymp, SegmentFeature = "risk_level" },
            DriftThreshold.PValueAtMost(0.01),
            now);
        // </record>

        Assert.NotEmpty(recorded.Metrics);
        Assert.All(recorded.Metrics, metric => Assert.True(metric.Drifted));
        Assert.Equal(Documents.Sample("StatisticsTests.cs", "record"), Documents.CSharpOf(Page)[1]);
    }

    [Fact]
    public async Task The_page_names_each_column_of_an_answer()
    {
        var names = await Database.ColumnAsync(
            """
            SELECT DISTINCT name FROM pg_proc, unnest(proargnames, proargmodes) AS argument (name, mode)
            WHERE proname IN ('mlops_drift', 'mlops_drifts', 'mlops_profile', 'mlops_categories', 'mlops_performance') AND mode IN ('i', 't')
            """);
        var page = Documents.Read(Page);
        Assert.True(names.Count > 50);
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }
}
