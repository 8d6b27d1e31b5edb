using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>Many rows move into their slice while others write.</summary>
[StandardNames("Its rows are written and read by SQL of its own.")]
public class SliceDrainTests(TestDatabase database) : SliceDrainTest(database)
{
    private static readonly Guid Other = Guid.Parse("bbbbbbbb-0000-7000-8000-00000000000b");

    [Fact]
    public async Task All_that_belongs_together_moves_and_rows_of_other_periods_stay()
    {
        var (rows, others) = (Rows("2051-01"), Rows("2051-03"));
        await rows.FillAsync();
        await rows.FillAsync(10, Other, from: 100_000);
        await others.FillAsync(50);
        var before = await rows.ReadAllAsync();

        Assert.Equal([rows.Partition], await rows.EnsureAsync());
        Assert.Equal(before, await rows.ReadAllAsync());
        Assert.Equal(3 * (WaitingRows.Many + 10), await rows.CountMovedAsync());
        Assert.Equal(50, await Database.CountAsync("ml_predictions_default"));
        Assert.Equal(50, await Database.CountAsync("oracle_ml_predictions_default"));
        Assert.Equal(50, await Database.CountAsync("ml_feedback_default"));
        Assert.Empty(await rows.ListLeftoversAsync());

        Assert.Equal([others.Partition], await others.EnsureAsync());
        Assert.Equal(before, await rows.ReadAllAsync());
        Assert.Equal(150, await others.CountMovedAsync());
    }

    [Fact]
    public async Task Rows_of_several_periods_move_at_once()
    {
        var (first, second) = (Rows("2051-05"), Rows("2051-06"));
        await first.FillAsync();
        await second.FillAsync();
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(first.Slice.Start, second.Slice.Start);
        Assert.Equal(3 * WaitingRows.Many, await first.CountMovedAsync());
        Assert.Equal(3 * WaitingRows.Many, await second.CountMovedAsync());
    }

    [Fact]
    public async Task What_is_written_labelled_and_deleted_meanwhile_is_followed()
    {
        var (rows, others) = (Rows("2051-08"), Rows("2051-10"));
        await rows.FillAsync();
        await others.FillAsync(20);
        var drain = await HoldAsync(rows);
        // As an application, whose role has no right on what a drain creates.
        await using (var app = await Database.DataSource.OpenConnectionAsync())
        {
            await ExecuteAsync(app, $"SELECT set_config('mlops.tenant_id', '{Tenants.Default}', false)");
            await ExecuteAsync(app, "CREATE TEMP TABLE ml_predictions_changes (tenant_id uuid, id uuid)");
            await ExecuteAsync(app, rows.Insert(30, from: 10_000));
            await ExecuteAsync(app, others.Insert(5, from: 10_000));
            await ExecuteAsync(
                app, $"UPDATE ml_predictions SET {Label} WHERE id IN ('{rows.Id(1)}', '{rows.Id(10_001)}', '{others.Id(1)}')");
            await ExecuteAsync(app, $"DELETE FROM ml_predictions WHERE id IN ('{rows.Id(2)}', '{rows.Id(10_002)}', '{others.Id(2)}')");
            await ExecuteAsync(app, $"DELETE FROM ml_feedback WHERE prediction_id = '{rows.Id(3)}'");
            await ExecuteAsync(app, $"DELETE FROM ml_predictions WHERE id = '{rows.Id(4)}'");
            await ExecuteAsync(app, rows.Insert(1, from: 4));
            // A key changes.
            await ExecuteAsync(app, $"UPDATE ml_feedback SET id = '{rows.Id(77_777)}' WHERE prediction_id = '{rows.Id(5)}'");
        }

        var before = await rows.ReadAllAsync();
        await ReleaseAsync();
        await drain;
        Assert.Equal(before, await rows.ReadAllAsync());
        Assert.Equal(WaitingRows.Many + 30 - 2, await Database.CountAsync(rows.Partition));
        Assert.Equal(20 + 5 - 1, await Database.CountAsync("ml_predictions_default"));
        Assert.Equal(2, await Database.CountAsync($"{rows.Partition} WHERE revision = 1"));
        Assert.Empty(await rows.ListLeftoversAsync());
    }

    [Theory]
    [InlineData("2052-01", WaitingRows.Many)]
    [InlineData("2052-03", 100)]
    public async Task No_reader_sees_a_row_missing_or_twice(string month, int count)
    {
        using var stop = new CancellationTokenSource();
        var rows = Rows(month);
        await rows.FillAsync(count);
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => CountUntilAsync(rows, stop.Token))).ToList();
        await rows.EnsureAsync();
        await stop.CancelAsync();
        var counts = (await Task.WhenAll(readers)).SelectMany(seen => seen).Distinct();
        Assert.Equal([(count, count)], counts);
        Assert.Equal(3 * count, await rows.CountMovedAsync());
    }

    [Fact]
    public async Task The_default_partition_stays_what_it_was()
    {
        var rows = Rows("2053-07");
        await rows.FillAsync();
        await Database.ExecuteAsync("GRANT SELECT ON ml_predictions_default TO mlops_reader WITH GRANT OPTION");
        var before = await Database.ColumnAsync(Defaults);
        await rows.EnsureAsync();
        Assert.Equal(before, await Database.ColumnAsync(Defaults));
        await Database.ExecuteAsync("REVOKE SELECT ON ml_predictions_default FROM mlops_reader");
    }

    [Fact]
    public async Task A_view_of_the_default_partition_is_named_and_the_rows_stay()
    {
        var rows = Rows("2053-09");
        await rows.FillAsync();
        await Database.ExecuteAsync("CREATE VIEW waits AS SELECT id FROM ml_predictions_default");
        var error = await Assert.ThrowsAsync<MlOpsException>(() => rows.EnsureAsync());
        Assert.Contains("waits reads ml_predictions_default", error.Message, StringComparison.Ordinal);
        await Database.ExecuteAsync("DROP VIEW waits");
        Assert.Equal([rows.Partition], await rows.EnsureAsync());
    }

    [Theory]
    [InlineData("2054-01", "2054-02", 0)]
    [InlineData("2054-05", "2054-06", 10)]
    public async Task What_prevents_one_slice_does_not_prevent_the_others_of_the_same_call(string month, string next, int waiting)
    {
        var (rows, others) = (Rows(month), Rows(next));
        await rows.FillAsync();
        await others.FillAsync(waiting);
        await Database.ExecuteAsync("CREATE VIEW waits AS SELECT id FROM ml_predictions_default");
        await using (var context = Database.CreateOwnerContext())
        {
            var error = await Assert.ThrowsAsync<MlOpsException>(
                () => new SliceMaintenance(context).EnsureAsync(rows.Slice.Start, others.Slice.Start));
            Assert.Contains("waits reads ml_predictions_default", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(3 * waiting, await others.CountMovedAsync());
        Assert.False(await Database.ScalarAsync<bool>($"SELECT to_regclass('{rows.Partition}') IS NOT NULL"));
        Assert.Empty(await rows.ListLeftoversAsync());
        await Database.ExecuteAsync("DROP VIEW waits");
        Assert.Equal([rows.Partition], await rows.EnsureAsync());
    }

    [Fact]
    public async Task Within_a_transaction_of_the_caller_it_is_undone_with_it()
    {
        var rows = Rows("2053-05");
        await rows.FillAsync();
        await using var context = Database.CreateOwnerContext();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            await new SliceMaintenance(context).EnsureAsync(rows.Slice.Start, rows.Slice.Start);
            await transaction.RollbackAsync();
        }

        Assert.False(await Database.ScalarAsync<bool>($"SELECT to_regclass('{rows.Partition}') IS NOT NULL"));
        Assert.Equal(WaitingRows.Many, await Database.CountAsync("ml_predictions_default"));
    }

    private const string Defaults =
        """
        WITH defaults AS (SELECT pg_class.* FROM pg_class JOIN pg_inherits ON inhrelid = oid WHERE relname LIKE '%\_default')
        SELECT concat_ws(' ', relname, relacl::text, reloptions::text, pg_get_userbyid(relowner)) FROM defaults
        UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, convalidated, pg_get_constraintdef(pg_constraint.oid))
        FROM pg_constraint JOIN defaults ON conrelid = defaults.oid WHERE conparentid = 0 OR confrelid = 0
        UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN defaults ON indrelid = defaults.oid
        UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, atttypid::regtype, attnotnull, attgenerated, attstorage)
        FROM pg_attribute JOIN defaults ON attrelid = defaults.oid WHERE attnum > 0 ORDER BY 1
        """;

    private const string Label = "actual_value = 1, labelled_at = created_at, revision = revision + 1";

    private async Task<HashSet<(long, long)>> CountUntilAsync(WaitingRows rows, CancellationToken stop)
    {
        var seen = new HashSet<(long, long)>();
        await using var connection = await Database.DataSource.OpenConnectionAsync(CancellationToken.None);
        await ExecuteAsync(connection, $"SELECT set_config('mlops.tenant_id', '{Tenants.Default}', false)");
        await using var command = new NpgsqlCommand(
            $"SELECT count(*), count(DISTINCT id) FROM ml_predictions JOIN oracle_ml_predictions USING (tenant_id, id) " +
            $"WHERE created_at >= '{rows.Slice.Start:O}'",
            connection);
        while (!stop.IsCancellationRequested)
        {
            await using var reader = await command.ExecuteReaderAsync(CancellationToken.None);
            await reader.ReadAsync(CancellationToken.None);
            seen.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }

        return seen;
    }
}
