using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>Rows and partitions that others changed or made.</summary>
[StandardNames("Its contexts have models of their own.")]
public sealed class StrangePartitionsTests(TestServer server) : EmptyDatabaseTest(server)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2000)]
    public async Task Old_rows_that_tell_another_time_than_their_id_are_set_aside_and_counted_and_stop_no_slice(int rows)
    {
        await using var context = await CreateAsync(
            model => { SlicedAggregateContext.Crates(model); SlicedAggregateContext.Labels(model); });
        List<Crate> crates = [.. Enumerable.Range(0, rows).Select(_ => new Crate(Sample.Noon))];
        var wrong = new Crate(Sample.Noon);
        context.AddRange(crates);
        context.AddRange(wrong, new CrateLabel(wrong), new CrateLabel(crates[0]));
        await context.SaveChangesAsync();
        await ExecuteAsync("ALTER TABLE crate_default DROP CONSTRAINT \"id => mlops_uuid7(created_at)\"");
        await ExecuteAsync($"UPDATE crate SET created_at = created_at - interval '40 days' WHERE id = '{wrong.Id}'");

        Assert.Contains("crate_2026_03_01", await EnsureAsync(context, 0));
        Assert.Equal([$"{rows}"], await ColumnAsync("SELECT count(*)::text FROM crate_2026_03_01"));
        Assert.Equal(["1"], await ColumnAsync("SELECT count(*)::text FROM crate_label_2026_03_01"));
        Assert.Equal(["0"], await ColumnAsync("SELECT count(*)::text FROM crate_default"));
        var state = Assert.Single(await new SliceReader(context).ReportAsync(Sample.Noon), state => state.Table == "crate");
        Assert.Equal((0, 2), (state.DefaultRows, state.SetAsideRows));

        // What the documentation says.
        await ExecuteAsync(
            """
            INSERT INTO crate SELECT r.* FROM crate_aside,
                jsonb_populate_record(NULL::crate, jsonb_set(content, '{created_at}', '"2026-03-01 12:00+00"')) AS r WHERE name = 'crate';
            INSERT INTO crate_label SELECT r.* FROM crate_aside, jsonb_populate_record(NULL::crate_label, content) AS r
            WHERE name = 'crate_label';
            DROP TABLE crate_aside;
            """);
        Assert.Equal(["2"], await ColumnAsync("SELECT count(*)::text FROM crate_label_2026_03_01"));
        Assert.Equal(0, Assert.Single(
            await new SliceReader(context).ReportAsync(Sample.Noon), other => other.Table == "crate").SetAsideRows);
    }

    [Fact]
    public async Task Old_rows_of_another_period_that_tell_another_time_stay_where_they_are_while_many_move()
    {
        await using var context = await CreateAsync();
        var wrong = new Crate(Sample.Noon.AddDays(5));
        context.Add(wrong);
        context.AddRange(Enumerable.Range(0, 2000).Select(_ => new Crate(Sample.Noon)));
        await context.SaveChangesAsync();
        await ExecuteAsync("ALTER TABLE crate_default DROP CONSTRAINT \"id => mlops_uuid7(created_at)\"");
        await ExecuteAsync($"UPDATE crate SET created_at = created_at - interval '40 days' WHERE id = '{wrong.Id}'");

        Assert.Contains("crate_2026_03_01", await EnsureAsync(context, 0));
        Assert.Equal([$"{wrong.Id}"], await ColumnAsync("SELECT id::text FROM crate_default"));
        Assert.Equal(["id => mlops_uuid7(created_at) false"], await ColumnAsync(
            "SELECT conname || ' ' || convalidated::text FROM pg_constraint " +
            "WHERE conrelid = 'crate_default'::regclass AND conname = 'id => mlops_uuid7(created_at)'"));
    }

    [Fact]
    public async Task Rows_that_are_set_aside_are_for_the_owner_alone()
    {
        await using var context = await CreateAsync();
        context.Add(new Crate(Sample.Noon));
        await context.SaveChangesAsync();
        await ExecuteAsync("ALTER TABLE crate_default DROP CONSTRAINT \"id => mlops_uuid7(created_at)\"");
        await ExecuteAsync("UPDATE crate SET created_at = created_at + interval '1 day'");
        await ExecuteAsync("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO mlops_app");
        await EnsureAsync(context, 0);
        Assert.Equal(["1"], await ColumnAsync("SELECT count(*)::text FROM crate_aside"));
        Assert.Equal(["0"], await ColumnAsync("SET ROLE mlops_app; SELECT count(*)::text FROM crate_aside"));
        await ExecuteAsync("ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM mlops_app");
    }

    [Fact]
    public async Task Partitions_of_other_names_are_reported_by_name_and_count_for_nothing()
    {
        await using var context = await CreateAsync();
        await EnsureAsync(context, 0);
        await ExecuteAsync(
            $"""
            CREATE TABLE crate_of_2025 PARTITION OF crate FOR VALUES FROM ('{Guid.Empty}') TO ('00000000-0000-0000-0000-000000000001');
            CREATE TABLE "X" PARTITION OF crate FOR VALUES FROM ('00000000-0000-0000-0000-000000000001') TO ('00000000-0000-0000-0000-000000000002');
            """);
        var state = Assert.Single(await new SliceReader(context).ReportAsync(Sample.Noon), state => state.Table == "crate");
        Assert.Equal((1, Sample.Noon.Date.AddDays(1)), (state.Slices, state.FirstGap.UtcDateTime));
        Assert.Equal(["X", "crate_of_2025"], state.OtherPartitions);
    }

    [Fact]
    public async Task A_span_that_ends_before_it_begins_is_refused()
    {
        await using var context = await CreateAsync();
        var error = await Assert.ThrowsAsync<ArgumentException>(
            () => new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon.AddDays(-5)));
        Assert.Contains($"from {Sample.Noon:O} to {Sample.Noon.AddDays(-5):O}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1969)]
    [InlineData(9999)]
    public async Task A_span_of_times_that_no_id_can_tell_is_refused(int year)
    {
        await using var context = await CreateAsync();
        var at = new DateTimeOffset(year, 12, 31, 12, 0, 0, TimeSpan.Zero);
        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => new SliceMaintenance(context).EnsureAsync(at, at));
        Assert.Contains($"{at:O} does not lie between the years 1970 and 9998", error.Message, StringComparison.Ordinal);
        Assert.Empty(await ColumnAsync("SELECT relname::text FROM pg_class WHERE relname ~ '^crate_[0-9]'"));
    }

    private static Task<IReadOnlyList<string>> EnsureAsync(SlicedAggregateContext context, int day) =>
        new SliceMaintenance(context).EnsureAsync(Sample.Noon.AddDays(day), Sample.Noon.AddDays(day));

    private async Task<SlicedAggregateContext> CreateAsync(Action<ModelBuilder>? build = null)
    {
        var context = SlicedAggregateContext.On(DataSource, build ?? SlicedAggregateContext.Crates);
        await context.Database.EnsureCreatedAsync();
        return context;
    }
}
