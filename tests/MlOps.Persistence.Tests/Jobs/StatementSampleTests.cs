using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Tests.TestKit;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Jobs;

/// <summary>Samples on a server that counts statements.</summary>
public sealed class StatementSampleTests : IAsyncLifetime
{
    private const string Statement = "SELECT count(*) FROM generate_series($1::int, $2::int) AS counted";

    private readonly SeparateServer _server = SeparateServer.ThatCountsStatements();
    private readonly FakeTimeProvider _clock = new(Sample.Noon);

    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync()
    {
        _dataSource = NpgsqlDataSource.Create(await _server.CreateDatabaseAsync());
        await using var context = _server.CreateContext(_dataSource);
        context.Add(DefaultJobs.TakeSamples(Sample.Noon));
        await context.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Each_run_stores_what_ran_since_the_last_one_without_values_and_commands()
    {
        Assert.Contains("CREATE EXTENSION pg_stat_statements", await ExplainAsync(), StringComparison.Ordinal);
        await ExecuteAsync("CREATE SCHEMA \"Odd name\"; CREATE EXTENSION pg_stat_statements SCHEMA \"Odd name\"");
        Assert.DoesNotContain("pg_stat_statements", await ExplainAsync(), StringComparison.Ordinal);
        await CountAsync(3);
        await ExecuteAsync("CREATE ROLE of_a_test PASSWORD 'hunter2'; DROP ROLE of_a_test");

        await RunAsync();
        Assert.Empty(await ListAsync());
        await CountAsync(5);
        await ExecuteAsync("CREATE ROLE of_a_test PASSWORD 'hunter2'; DROP ROLE of_a_test; SELECT 'hunter2' || 4711");
        await RunAsync();

        Assert.Single(await ListAsync(), (Statement, 1L));
        await using (var context = _server.CreateContext(_dataSource))
        {
            var logs = await context.QueryLogs.ToListAsync();
            Assert.DoesNotContain(logs, log => log.QueryText.Contains("hunter2", StringComparison.Ordinal)
                || log.QueryText.Contains("4711", StringComparison.Ordinal)
                || log.QueryText.Contains("ROLE", StringComparison.Ordinal));
            Assert.All(logs, log => Assert.InRange(log.DurationMs, 0, 60_000));
        }

        await ExecuteAsync("SELECT \"Odd name\".pg_stat_statements_reset()");
        await CountAsync(1);
        await RunAsync();
        Assert.Equal(2, (await ListAsync()).Count);
    }

    [Fact]
    public async Task Those_of_other_databases_are_not_stored()
    {
        await ExecuteAsync("CREATE EXTENSION pg_stat_statements");
        await using var other = NpgsqlDataSource.Create(await _server.CreateEmptyDatabaseAsync());
        await RunAsync();
        await ExecuteAsync(other, "SELECT count(*) AS of_another FROM generate_series(1, 10)");
        await RunAsync();
        await ExecuteAsync(other, "SELECT count(*) AS of_another FROM generate_series(1, 10)");
        await RunAsync();

        await using var context = _server.CreateContext(_dataSource);
        Assert.Equal(0, await context.QueryLogs.CountAsync(log => log.QueryText.Contains("of_another")));
    }

    private async Task RunAsync()
    {
        var runner = new JobRunner(_ => _server.CreateContext(_dataSource), null, _clock);
        Assert.Null(Assert.Single(await runner.RunDueAsync(_clock.GetUtcNow())).Error);
        _clock.Advance(TimeSpan.FromMinutes(15));
    }

    private async Task<List<(string, long)>> ListAsync()
    {
        await using var context = _server.CreateContext(_dataSource);
        var logs = await context.QueryLogs.Where(log => log.QueryText == Statement).ToListAsync();
        return logs.ConvertAll(log => (log.QueryText, log.RowCount!.Value));
    }

    private async Task<string> ExplainAsync()
    {
        await using var context = _server.CreateContext(_dataSource);
        var rule = DefaultAlertRules.Create(Sample.Noon).Single(rule => rule.Metric == AlertMetrics.QueryTimeRatio);
        var measured = await AlertMeasures.All[rule.Metric].MeasureAsync(context, rule, Sample.Noon, default);
        return Assert.Single(measured).MissingReason!;
    }

    private async Task CountAsync(int times)
    {
        for (var i = 0; i < times; i++)
            await ExecuteAsync($"SELECT count(*) FROM generate_series(1::int, {1000 + i}::int) AS counted");
    }

    private Task ExecuteAsync(string sql) => ExecuteAsync(_dataSource, sql);

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
