using MlOps.Domain.Predictions;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance;

public class ViewRefreshTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid Other = Guid.CreateVersion7(Sample.Noon);

    [Fact]
    public async Task Dashboards_show_what_was_there_at_the_last_refresh()
    {
        await using var context = Database.CreateOwnerContext();
        await new ViewRefresh(context).RunAsync();
        await context.BulkInsertAsync(
        [
            Prediction.ForService("search", "x", 1, Sample.Noon, new PredictionDetails { Confidence = 0.5 }),
            Prediction.ForService("search", "x", 1, Sample.Noon.AddHours(1), new PredictionDetails { Confidence = 1 }),
            Build.Prediction("search", 1, Sample.Noon.AddDays(1)),
        ]);
        await context.BulkInsertAsync([SystemMetric.Measure("host", "load", 3, DateTimeOffset.UtcNow),
            SystemMetric.Measure("host", "load", 5, DateTimeOffset.UtcNow)]);
        Assert.Equal(0, await Database.CountAsync("m_daily_predictions"));

        var durations = await new ViewRefresh(context).RunAsync();

        Assert.Equal(
            ["m_daily_patterns", "m_daily_predictions", "m_experiment_progress", "m_telemetry_by_hour", "m_telemetry_by_minute",
                "m_version_accuracy"],
            durations.Keys);
        Assert.Equal(
            ["2026-03-01 search 2 0.75", "2026-03-02 search 1"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', day, service_name, predictions, avg_confidence) FROM m_daily_predictions ORDER BY day"));
        Assert.Equal(8, await Database.ScalarAsync<double>("SELECT sum(samples * average) FROM m_telemetry_by_hour"));
        Assert.Equal(8, await Database.ScalarAsync<double>("SELECT sum(samples * average) FROM m_telemetry_by_minute"));
    }

    [Fact]
    public async Task Numbers_of_one_tenant_that_no_double_can_sum_do_not_stop_the_dashboards_of_others()
    {
        await using var context = Database.CreateOwnerContext();
        Prediction[] predictions = [.. new[] { -1.7e308, 1e200, 0, 1 }.Select(value =>
            Prediction.ForService("search", "x", value, Sample.Noon, new PredictionDetails { InferenceTimeMs = double.MaxValue }))];
        await context.BulkInsertAsync(
            [.. predictions, Prediction.ForService("calm", "x", 1, Sample.Noon, new PredictionDetails { InferenceTimeMs = 5 })]);
        await new PredictionRepository(context).BulkLabelAsync(predictions.Select(prediction => new Label(prediction.Id, 0, Sample.Noon)));
        await context.BulkInsertAsync(Enumerable.Range(0, 3)
            .Select(_ => SystemMetric.Measure("host", "load", double.MaxValue, DateTimeOffset.UtcNow)));

        await new ViewRefresh(context).RunAsync();
        Assert.Equal(
            ["calm 5 1 0", "search 1e+140 4 4 5e+139"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', service_name, avg_inference_time_ms, predictions, labelled, avg_error) FROM " +
                "m_daily_predictions ORDER BY 1"));
    }

    [Fact]
    public async Task A_view_that_fails_does_not_stop_the_others()
    {
        await using var context = Database.CreateOwnerContext();
        await context.BulkInsertAsync([Build.Prediction("search", 1)]);
        var index = Assert.Single(await Database.ColumnAsync("SELECT indexdef FROM pg_indexes WHERE tablename = 'm_daily_patterns'"));
        await Database.ExecuteAsync($"DROP INDEX {index.Split(' ')[3]}");
        try
        {
            var error = await Assert.ThrowsAsync<AggregateException>(() => new ViewRefresh(context).RunAsync());
            Assert.StartsWith("View m_daily_patterns was not refreshed: ", Assert.Single(error.InnerExceptions)
                .Message, StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync(index);
        }

        Assert.Equal(1, await Database.CountAsync("m_daily_predictions"));
    }

    [Fact]
    public async Task A_tenant_sees_its_own_part_of_a_dashboard()
    {
        foreach (var tenant in (Guid[])[Domain.Tenancy.Tenants.Default, Other])
        {
            await using var context = Database.CreateOwnerContext(tenant);
            await context.BulkInsertAsync([Prediction.ForService($"of {tenant}", "x", 1, Sample.Noon)]);
            await new ViewRefresh(context).RunAsync();
        }

        await using var app =
            NpgsqlDataSource.Create($"{Database.OwnerConnectionString};Options=-c role={MlOpsRoles.App} -c mlops.tenant_id={Other}");
        await using var command = app.CreateCommand("SELECT string_agg(service_name, ', ') FROM v_daily_predictions");
        Assert.Equal($"of {Other}", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Readers_do_not_wait_for_a_refresh()
    {
        await using var context = Database.CreateOwnerContext();
        await using var transaction = await Database.OwnerDataSource.OpenConnectionAsync();
        await using var reading = await transaction.BeginTransactionAsync();
        await using (var read = new NpgsqlCommand("SELECT count(*) FROM m_daily_predictions", transaction))
            await read.ExecuteScalarAsync();

        // A refresh that is not concurrent would wait for the reader's lock for ever.
        await new ViewRefresh(context).RunAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }
}
