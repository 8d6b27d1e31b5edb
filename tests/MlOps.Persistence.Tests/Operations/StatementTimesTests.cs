using System.Globalization;
using MlOps.Persistence.Operations.Performance;
using MlOps.Persistence.Tests.TestKit;
using Npgsql;

namespace MlOps.Persistence.Tests.Operations;

/// <summary>The slowest statements on a server that counts them.</summary>
public sealed class StatementTimesTests : IAsyncLifetime
{
    private readonly SeparateServer _server = SeparateServer.ThatCountsStatements();
    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync()
    {
        _dataSource = NpgsqlDataSource.Create(await _server.CreateDatabaseAsync());
        await ExecuteAsync("CREATE SCHEMA \"Odd name\"; CREATE EXTENSION pg_stat_statements SCHEMA \"Odd name\"");
        await ExecuteAsync("SELECT \"Odd name\".pg_stat_statements_reset()");
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_slowest_statements_come_first_with_how_to_read_them_and_without_their_values()
    {
        for (var i = 0; i < 20; i++)
            await ExecuteAsync("SELECT 'hunter2', 1 AS quick");

        await ExecuteAsync("SELECT 'hunter2', pg_sleep(0.15) AS slow");
        await ExecuteAsync("SELECT 'hunter2', 'more', pg_sleep(0.3) AS slower");
        await ExecuteAsync("CREATE ROLE of_a_test PASSWORD 'hunter2'; DROP ROLE of_a_test");

        var findings = await MeasureAsync();
        Assert.InRange(findings.Count, 3, 5);
        Assert.DoesNotContain(findings, finding => finding.Seen.Contains("hunter2", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, finding => finding.Seen.Contains("ROLE", StringComparison.Ordinal));
        Assert.Matches(@"^[\d.]+ ms in the mean of 1 calls, [\d.]+% of all: SELECT \$1, \$2, pg_sleep\(\$3\) AS slower$", findings[0].Seen);
        Assert.EndsWith("AS slow", findings[1].Seen, StringComparison.Ordinal);
        Assert.All(findings.Take(2), finding => Assert.Contains("EXPLAIN", finding.Advice, StringComparison.Ordinal));
        Assert.All(findings.Skip(2), finding => Assert.Null(finding.Statement));
        Assert.Equal("SELECT $1, $2, pg_sleep($3) AS slower", await ReadAsync(findings[0].Statement!));
    }

    [Fact]
    public async Task Those_of_other_databases_are_not_shown()
    {
        await using var other = NpgsqlDataSource.Create(await _server.CreateEmptyDatabaseAsync());
        await using (var command = other.CreateCommand("SELECT pg_sleep(0.15) AS of_another"))
            await command.ExecuteNonQueryAsync();

        await ExecuteAsync("SELECT 1 AS mine");
        var findings = await MeasureAsync();
        Assert.DoesNotContain(findings, finding => finding.Seen.Contains("of_another", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Seen.Contains("AS mine", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync()
    {
        await using var context = _server.CreateContext(_dataSource);
        return await new StatementTimes().MeasureAsync(context, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string?> ReadAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
