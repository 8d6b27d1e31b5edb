using Microsoft.EntityFrameworkCore;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using MlOps.Import.Tables;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>Ids that several rows of the source have.</summary>
public sealed class RepeatedIdsImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string Metrics =
        """
        CREATE TABLE ml_performance_metrics (id bigint, tenant_id text, service_name text, metric_name text, metric_value float8,
            created_at timestamptz);
        INSERT INTO ml_performance_metrics
            SELECT i, 'a', 'quiz', 'accuracy', CASE i WHEN 7000 THEN 'NaN' ELSE 0.5 END, '2026-01-01'::timestamptz + i * interval '1 minute'
            FROM generate_series(1, 7000) i;
        INSERT INTO ml_performance_metrics SELECT id, tenant_id, service_name, metric_name, 0.75, created_at
            FROM ml_performance_metrics WHERE id IN (1, 7000);
        INSERT INTO ml_performance_metrics SELECT * FROM ml_performance_metrics WHERE id = 2;
        """;

    [Fact]
    public async Task Another_row_with_the_same_id_is_refused_and_an_exact_copy_is_already_there()
    {
        await CreateSourceAsync(Metrics);
        foreach (var (isDryRun, taken, there) in new[] { (false, 7000, 1), (false, 0, 7001), (true, 0, 7001) })
        {
            var report = await ImportAsync(new ImportOptions { IsDryRun = isDryRun });
            Assert.Equal((7003, taken, there, 2), Numbers(report, "ml_performance_metrics"));
            Assert.Equal(["7000", "1"], Refused.Select(row => row.Id));
            Assert.Equal(
                new RefusedImport(
                    "ml_performance_metrics", "1", "id", "1", "id must be unique: another row has it, with other values; it was '1'."),
                Refused[1]);
        }

        await using var context = Database.CreateContext(ImportedId.Plain("ml_tenants", "a"));
        Assert.Equal(
            ImportedId.Plain("ml_performance_metrics", "7000"),
            (await context.PerformanceMetrics.SingleAsync(metric => metric.Value == 0.75)).Id);
    }

    [Fact]
    public async Task Rows_of_a_service_that_contradict_each_other_about_a_prediction_are_refused_except_for_the_first()
    {
        await CreateSourceAsync(
            SourceDatabases.Services +
            """
            INSERT INTO code_roach_ml_predictions (prediction_id, project_id, file_path) VALUES
                ('22222222-2222-4222-8222-222222222222', 'p1', 'other.cs')
            """);
        var report = await ImportAsync();
        Assert.Equal((3, 1, 1, 1), Numbers(report, "code_roach_ml_predictions"));
        Assert.Equal("22222222-2222-4222-8222-222222222222", Assert.Single(Refused, row => row.Table == "code_roach_ml_predictions").Id);
    }

    [Fact]
    public async Task Two_tenants_may_have_rows_with_the_same_id()
    {
        await CreateSourceAsync(Metrics + "UPDATE ml_performance_metrics SET tenant_id = 'b' WHERE metric_value = 0.75");
        Assert.Equal((7003, 7001, 1, 1), Numbers(await ImportAsync(), "ml_performance_metrics"));
    }

    [Fact]
    public async Task The_source_is_asked_for_repeated_ids_only_where_no_index_prevents_them()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE a (id bigint PRIMARY KEY, tenant_id text, b int, c int UNIQUE, d int, e int);
            CREATE UNIQUE INDEX ON a (tenant_id, b);
            CREATE UNIQUE INDEX ON a (d, e);
            CREATE UNIQUE INDEX ON a (d) WHERE e = 1;
            CREATE UNIQUE INDEX ON a (abs(e));
            CREATE TABLE ml_performance_metrics (id bigint PRIMARY KEY, metric_name text, metric_value float8, created_at timestamptz);
            CREATE TABLE ml_drift_metrics (id bigint, statistic float8, threshold float8, created_at timestamptz, UNIQUE (id, created_at))
            """);
        await using var source = await SourceDatabase.OpenAsync(Source, CancellationToken.None);
        var tables = await source.FindTablesAsync("public", CancellationToken.None);
        Assert.Equal(["b", "c", "id"], tables["a"].UniqueColumns.Except(["tenant_id"]).Order());
        Assert.Null(WriteRepeatedKeysSql(new PerformanceMetricTable(), tables));
        Assert.NotNull(WriteRepeatedKeysSql(new DriftMetricTable(), tables));
    }

    private static string? WriteRepeatedKeysSql(ImportTable table, IReadOnlyDictionary<string, SourceTable> tables) =>
        new SourceQuery(SourcePlan.Create(table.Source, tables)!).WriteRepeatedKeysSql();
}
