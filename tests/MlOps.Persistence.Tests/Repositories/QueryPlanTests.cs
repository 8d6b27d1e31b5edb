using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>How many slices a query reads, in a database with six of them.</summary>
[StandardNames("It reads plans, which name tables and indexes.")]
public class QueryPlanTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeWindow OneDay = new(new(2026, 3, 10, 0, 0, 0, TimeSpan.Zero), new(2026, 3, 11, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_day_of_one_service_is_read_from_one_slice_of_the_base_and_one_of_the_leaf()
    {
        await FillAsync();
        // Nor is a default partition read: the slices leave no gap in the range of ids.
        Assert.Equal(
            ["ml_predictions_2026_03", "oracle_ml_predictions_2026_03"],
            await TablesAsync(predictions => predictions.StreamAsync<OraclePrediction>(OneDay), 10));
    }

    [Fact]
    public async Task A_day_of_all_services_is_read_from_one_slice_of_each_table()
    {
        await FillAsync();
        var tables = await TablesAsync(predictions => predictions.StreamAsync<Prediction>(OneDay), 10);
        Assert.Equal(8, tables.Count);
        Assert.All(tables, table => Assert.EndsWith("_2026_03", table, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_window_over_the_end_of_a_month_is_read_from_two_slices()
    {
        await FillAsync();
        var end = new DateTimeOffset(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            ["ml_predictions_2026_03", "ml_predictions_2026_04", "oracle_ml_predictions_2026_03", "oracle_ml_predictions_2026_04"],
            await TablesAsync(predictions => predictions.StreamAsync<OraclePrediction>(new(end.AddDays(-1), end.AddDays(1))), 20));
        Assert.Equal(
            ["ml_predictions_2026_03", "oracle_ml_predictions_2026_03"],
            await TablesAsync(predictions => predictions.StreamAsync<OraclePrediction>(new(end.AddDays(-1), end)), 10));
    }

    [Fact]
    public async Task Statistics_of_a_day_are_made_from_one_slice_of_the_base_alone()
    {
        await FillAsync();
        Assert.Equal(["ml_predictions_2026_03"], await TablesAsync(predictions => predictions.StreamStatisticsAsync(OneDay), 1));
    }

    // There is no lower bound: the newest may be of any time. Each slice has an index that gives its newest first.
    [Fact]
    public async Task Recent_reads_look_into_every_slice_of_the_base_alone()
    {
        await FillAsync();
        var tables = await TablesAsync(predictions => predictions.StreamRecentAsync("oracle", 5), 5);
        Assert.Equal(
            ["ml_predictions_2026_01", "ml_predictions_2026_02", "ml_predictions_2026_03", "ml_predictions_2026_04",
                "ml_predictions_2026_05", "ml_predictions_2026_06", "ml_predictions_default"],
            tables);
    }

    [Fact]
    public async Task Feedback_is_checked_against_one_slice()
    {
        await FillAsync();
        var id = await Database.ScalarAsync<Guid>("SELECT id FROM ml_predictions_2026_03 LIMIT 1");
        var plan = await Database.ColumnAsync(
            $"""
            EXPLAIN ANALYZE INSERT INTO ml_feedback (tenant_id, prediction_id, id, rating, source, created_at)
            SELECT tenant_id, id, gen_random_uuid(), 3, 'test', created_at FROM ml_predictions WHERE id = '{id}'
            """);
        Assert.Contains(
            "constraint fk_ml_feedback_ml_predictions_tenant_id_prediction_id on ml_feedback_2026_03",
            Assert.Single(plan, line => line.StartsWith("Trigger for constraint", StringComparison.Ordinal)),
            StringComparison.Ordinal);
        Assert.Equal(["ml_predictions_2026_03"], await Database.ColumnAsync(
            "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conrelid = 'ml_feedback_2026_03'::regclass"));
    }

    // An id holds milliseconds, a time microseconds.
    [Fact]
    public async Task A_window_that_ends_within_a_millisecond_has_all_that_lies_in_it()
    {
        var at = OneDay.Start.AddTicks(12_340);
        await using var context = Database.CreateOwnerContext();
        var predictions = new PredictionRepository(context);
        await context.BulkInsertAsync(
            [Build.OraclePrediction(1, at), Build.OraclePrediction(2, at.AddTicks(10))]);
        var window = new TimeWindow(at, at.AddTicks(10));
        Assert.Equal(1, (await predictions.StreamAsync<OraclePrediction>(window).SingleAsync()).PredictedValue);
        Assert.Equal(1, (await predictions.StreamStatisticsAsync(window).SingleAsync()).Predictions);
    }

    // What is not leakproof would be looked at after the policy alone: comparisons of ids and times are.
    [Fact]
    public async Task A_tenants_role_reads_no_more_slices_than_who_is_under_no_policy()
    {
        await FillAsync();
        Assert.Equal(
            ["ml_predictions_2026_03", "oracle_ml_predictions_2026_03"],
            await TablesAsync(predictions => predictions.StreamAsync<OraclePrediction>(OneDay), 10, Database.DataSource));
    }

    [Fact]
    public async Task Pairs_of_a_day_are_read_from_one_slice_of_the_predictions_and_one_of_the_shadow_scores()
    {
        await FillAsync();
        var (model, predictions) = (Build.Model(), new List<Prediction>());
        var challenger = Build.ModelVersion(model);
        await using (var context = Database.CreateOwnerContext())
        {
            await context.BulkInsertAsync(new Entity[] { model, challenger });
            predictions.AddRange(await context.Predictions.ToListAsync());
            await context.BulkInsertAsync(predictions.Select(prediction => Build.ShadowScore(prediction, challenger)));
            predictions.ForEach(prediction => prediction.RecordLabel(1, prediction.CreatedAt));
            await context.SaveChangesAsync();
        }

        await Database.ExecuteAsync("ANALYZE");
        var plans = await ExplainAsync(
            context => new ShadowScoreRepository(context).StreamPairsAsync("oracle", challenger.Id, OneDay), 10, Database.DataSource);
        Assert.Equal(["ml_predictions_2026_03", "ml_shadow_scores_2026_03"], plans.Tables);
        // Of the slice of a month, the scores of the day alone.
        Assert.Contains(plans.Lines, line => line.Contains("prediction_id >= ", StringComparison.Ordinal));
    }

    private async Task<List<string>> TablesAsync<T>(
        Func<PredictionRepository, IAsyncEnumerable<T>> query, int expected, NpgsqlDataSource? dataSource = null)
    {
        var source = dataSource ?? Database.OwnerDataSource;
        return [.. (await ExplainAsync(context => query(new PredictionRepository(context)), expected, source)).Tables];
    }

    private static async Task<QueryPlans> ExplainAsync<T>(
        Func<MlOpsDbContext, IAsyncEnumerable<T>> query, int expected, NpgsqlDataSource dataSource)
    {
        var plans = new QueryPlans();
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(dataSource).AddInterceptors(plans);
        await using var context = RenamedRun.CreateContext(builder.Options);
        Assert.Equal(expected, await query(context).CountAsync());
        return plans;
    }

    private async Task FillAsync()
    {
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(Start, Start.AddMonths(6).AddTicks(-1));
        var days = Enumerable.Range(0, 181).Select(day => Start.AddDays(day));
        await context.BulkInsertAsync(
            days.SelectMany(
                day => Enumerable.Range(0, 10), (day, hour) => Build.OraclePrediction(0.5, day.AddHours(hour))));
        await Database.ExecuteAsync("ANALYZE");
    }
}
