using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>Rows and partitions that others changed or made.</summary>
[StandardNames("Its contexts have models of their own.")]
public sealed class StrangePartitionsTests(TestServer server) : EmptyDatabaseTest(server)
{
    [Fact]
    public async Task A_row_that_tells_another_time_than_its_id_is_named_and_stays_until_it_is_mended()
    {
        await using var context = await CreateAsync();
        var (right, wrong) = (new Crate(Sample.Noon), new Crate(Sample.Noon));
        context.AddRange(right, wrong);
        await context.SaveChangesAsync();
        await ExecuteAsync("ALTER TABLE crate_default DROP CONSTRAINT slice");
        await ExecuteAsync($"UPDATE crate SET created_at = created_at - interval '40 days' WHERE id = '{wrong.Id}'");

        var error = await Assert.ThrowsAsync<MlOpsException>(() => EnsureAsync(context, 0));
        Assert.Equal(MlOpsError.MisplacedRows, error.Error);
        Assert.Contains(
            $"The rows that wait for slice 2026_03_01 of crate stay where they are: in crate_default created_at of 1 of them is not " +
            $"the time of its id: {wrong.Id}.",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("Set created_at", error.Message, StringComparison.Ordinal);
        Assert.Equal(["2"], await ColumnAsync("SELECT count(*)::text FROM crate_default"));
        Assert.NotEmpty(await EnsureAsync(context, 1));

        await ExecuteAsync("UPDATE crate SET created_at = created_at + interval '40 days' WHERE created_at < '2026-03-01'");
        await EnsureAsync(context, 0);
        Assert.Equal(["2"], await ColumnAsync("SELECT count(*)::text FROM crate_2026_03_01"));
    }

    [Fact]
    public async Task Of_many_such_rows_some_are_named()
    {
        await using var context = await CreateAsync();
        context.AddRange(Enumerable.Range(0, 20).Select(_ => new Crate(Sample.Noon)));
        await context.SaveChangesAsync();
        await ExecuteAsync("ALTER TABLE crate_default DROP CONSTRAINT slice");
        await ExecuteAsync("UPDATE crate SET created_at = created_at + interval '1 day'");
        var error = await Assert.ThrowsAsync<MlOpsException>(() => EnsureAsync(context, 0));
        Assert.Contains("created_at of 20 of them is not the time of its id: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(", ….", error.Message, StringComparison.Ordinal);
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
        var state = Assert.Single(await new SliceMaintenance(context).ReportAsync(Sample.Noon), state => state.Table == "crate");
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

    private async Task<SlicedAggregateContext> CreateAsync()
    {
        var context = SlicedAggregateContext.On(DataSource, SlicedAggregateContext.Crates);
        await context.Database.EnsureCreatedAsync();
        return context;
    }
}
