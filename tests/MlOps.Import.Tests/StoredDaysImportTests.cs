using MlOps.Domain.Telemetry;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>An import that runs again reads only those days of telemetry of which rows may be missing.</summary>
public sealed class StoredDaysImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string AllThere = "all rows of 3 days are already there: they are not read again";
    private const string TwoThere = "all rows of 2 days are already there: they are not read again";
    private const string Metrics = "system_performance_metrics";

    // A UUIDv7 of the time of its row, and one of another time.
    private const string OwnId =
        """
        (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint + i % 2), 12, '0') || '7000A0000000000000' || lpad(i::text, 2, '0'))::uuid
        """;

    [Theory]
    [InlineData("uuid", OwnId, "timestamptz")]
    [InlineData("text", "upper((" + OwnId + ")::text)", "timestamptz")]
    [InlineData("bigint", "i", "timestamp")]
    [InlineData("text", "'é' || i", "timestamptz")]
    [InlineData("uuid", "md5(i::text)::uuid", "date")]
    public async Task Complete_days_are_not_read_again_whatever_ids_and_times_the_source_has(string idType, string id, string timeType)
    {
        await CreateSourceAsync(WriteSource(idType, id, timeType));
        Assert.Equal((30, 30, 0, 0), Numbers(await ImportAsync(), Metrics));

        var report = await ImportAsync();

        Assert.Equal((30, 0, 30, 0), Numbers(report, Metrics));
        Assert.Contains(AllThere, Table(report, Metrics).Remarks);
        Assert.Equal(30, await Database.CountAsync(Metrics));
    }

    [Fact]
    public async Task A_day_that_lacks_a_row_is_read_again()
    {
        await CreateSourceAsync(WriteSource("bigint", "i", "timestamptz"));
        await ImportAsync();
        await Database.ExecuteAsync($"DELETE FROM {Metrics} WHERE value = 15");

        var dry = await ImportAsync(new ImportOptions { IsDryRun = true });
        var report = await ImportAsync();

        Assert.Equal((30, 1, 29, 0), Numbers(dry, Metrics));
        Assert.Equal((30, 1, 29, 0), Numbers(report, Metrics));
        Assert.Contains(TwoThere, Table(report, Metrics).Remarks);
        Assert.Equal(30, await Database.CountAsync(Metrics));
    }

    [Fact]
    public async Task A_day_with_another_row_in_place_of_an_imported_one_is_read_again()
    {
        await CreateSourceAsync(WriteSource("bigint", "i", "timestamptz"));
        await ImportAsync();
        await Database.ExecuteAsync($"DELETE FROM {Metrics} WHERE value = 15");
        await using (var context = Database.CreateOwnerContext())
        {
            context.Add(SystemMetric.Measure("own", "cpu", 99, new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero)));
            await context.SaveChangesAsync();
        }

        Assert.Equal((30, 1, 29, 0), Numbers(await ImportAsync(), Metrics));
        Assert.Equal(31, await Database.CountAsync(Metrics));
    }

    [Fact]
    public async Task Rows_without_a_usable_time_are_refused_in_every_run()
    {
        await CreateSourceAsync(WriteSource("bigint", "i", "timestamptz"));
        await ExecuteAsync($"INSERT INTO {Metrics} VALUES (31, 'cpu', 31, NULL), (32, 'cpu', 32, 'infinity')");
        for (var run = 0; run < 2; run++)
        {
            Assert.Equal(2, Table(await ImportAsync(), Metrics).Refused);
            Assert.Equal(["31", "32"], Refused.Select(row => row.Id).Order());
        }
    }

    [Fact]
    public async Task The_rows_of_another_tenant_do_not_count()
    {
        await CreateSourceAsync(WriteSource("bigint", "i", "timestamptz"));
        await ImportAsync(new ImportOptions { TenantId = Guid.Parse("00000000-0000-4000-8000-0000000000aa") });
        Assert.Equal((30, 30, 0, 0), Numbers(await ImportAsync(), Metrics));
        Assert.Equal(60, await Database.CountAsync(Metrics));
    }

    private static string WriteSource(string idType, string id, string timeType) =>
        $"""
        CREATE TABLE {Metrics} (id {idType} PRIMARY KEY, metric_name text, metric_value float8, recorded_at {timeType});
        INSERT INTO {Metrics} SELECT {id}, 'cpu', i, at FROM (
            SELECT i, '2026-01-01'::timestamp AT TIME ZONE 'UTC' + (i % 3) * interval '1 day' + i * interval '1.001001 s'
            FROM generate_series(1, 30) i) AS rows (i, at)
        """;
}
