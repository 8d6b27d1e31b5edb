using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>A drain that is killed, cancelled, overtaken by another change, or not alone.</summary>
[OneVersionIsEnough, StandardNames("Its rows are written and read by SQL of its own.")]
public class InterruptedDrainTests(TestDatabase database) : SliceDrainTest(database)
{
    [Fact]
    public async Task The_next_one_finishes_what_was_killed_before_its_exchange()
    {
        var rows = Rows("2052-05");
        await rows.FillAsync();
        var drain = await HoldAsync(rows);
        await Database.ExecuteAsync(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() " +
            $"AND pid <> {Holder.ProcessID}");
        await Assert.ThrowsAnyAsync<Exception>(() => drain);
        Assert.NotEmpty(await rows.ListLeftoversAsync());

        // Writers notice nothing, and slices of other times are made.
        await rows.FillAsync(10, from: 20_000);
        await Database.ExecuteAsync($"DELETE FROM ml_predictions WHERE id = '{rows.Id(1)}'");
        var before = await rows.ReadAllAsync();
        await ReleaseAsync();
        var later = Rows("2052-06");
        Assert.Equal([later.Partition], await later.EnsureAsync());
        Assert.Empty(await rows.ListLeftoversAsync());

        Assert.Equal([rows.Partition], await rows.EnsureAsync());
        Assert.Equal(before, await rows.ReadAllAsync());
        Assert.Equal(3 * (WaitingRows.Many + 9), await rows.CountMovedAsync());
    }

    [Fact]
    public async Task One_that_is_cancelled_changes_nothing_that_others_see()
    {
        var rows = Rows("2052-08");
        await rows.FillAsync();
        var before = await rows.ReadAllAsync();
        using var cancel = new CancellationTokenSource();
        var drain = await HoldAsync(rows, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => drain);
        Assert.Equal(before, await rows.ReadAllAsync());
        await ReleaseAsync();
        Assert.Equal([rows.Partition], await rows.EnsureAsync());
        Assert.Equal(before, await rows.ReadAllAsync());
    }

    [Fact]
    public async Task Of_two_at_once_one_makes_the_slice_and_the_other_waits()
    {
        var rows = Rows("2052-10");
        await rows.FillAsync();
        var first = await HoldAsync(rows);
        var second = rows.EnsureAsync();
        await rows.FillAsync(10, from: 30_000);
        await ReleaseAsync();
        Assert.Equal([rows.Partition], (await first).Concat(await second));
        Assert.Equal(3 * (WaitingRows.Many + 10), await rows.CountMovedAsync());
    }

    [Theory]
    [InlineData("2053-01", "TRUNCATE ml_predictions CASCADE", 0)]
    [InlineData("2053-03", "ALTER TABLE ml_predictions ADD COLUMN IF NOT EXISTS later integer DEFAULT 7", WaitingRows.Many)]
    public async Task Tables_that_were_migrated_or_truncated_meanwhile_are_not_exchanged(string month, string change, int count)
    {
        var rows = Rows(month);
        await rows.FillAsync();
        var drain = await HoldAsync(rows);
        await ExecuteAsync(Holder, $"{change}; COMMIT");
        var error = await Assert.ThrowsAsync<MlOpsException>(() => drain);
        Assert.Equal(MlOpsError.Conflict, error.Error);
        Assert.Equal(count, await Database.CountAsync("ml_predictions"));
        Assert.Equal([rows.Partition], await rows.EnsureAsync());
        Assert.Equal(count, await Database.CountAsync(rows.Partition));
        await Database.ExecuteAsync("ALTER TABLE ml_predictions DROP COLUMN IF EXISTS later");
    }
}
