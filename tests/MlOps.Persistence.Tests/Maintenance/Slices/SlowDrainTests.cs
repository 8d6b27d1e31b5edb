using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>A drain that takes longer than the command timeout of the application, in each of its two ways.</summary>
[OneVersionIsEnough, StandardNames("Its rows are written and read by SQL of its own.")]
public class SlowDrainTests(TestDatabase database) : SliceDrainTest(database)
{
    [Fact]
    public async Task Rows_are_copied_ahead_even_where_more_of_other_periods_wait()
    {
        var (rows, others) = (Rows("2056-01"), Rows("2056-03"));
        await rows.FillAsync();
        await others.FillAsync(5 * WaitingRows.Many);
        var before = await rows.ReadAllAsync();

        // It waits until they are copied, which nobody could see of one transaction.
        var drain = await HoldAsync(rows);
        await ReleaseAsync();
        Assert.Equal([rows.Partition], await drain);
        Assert.Equal(before, await rows.ReadAllAsync());
        Assert.Equal(5 * WaitingRows.Many, await Database.CountAsync("ml_predictions_default"));
    }

    [Theory]
    [InlineData("2055-01", WaitingRows.Many)]
    [InlineData("2055-03", 100)]
    public async Task It_ends_all_the_same(string month, int count)
    {
        var rows = Rows(month);
        await rows.FillAsync(count);
        // Each statement that copies the row takes 1.5 s.
        await Database.ExecuteAsync(
            $"""
            CREATE FUNCTION take_time(id uuid) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
                IF id = '{rows.Id(7)}' THEN
                    PERFORM pg_sleep(1.5);
                END IF;
                RETURN true;
            END $$;
            ALTER TABLE ml_predictions ADD CONSTRAINT slow CHECK (public.take_time(id)) NOT VALID
            """);
        try
        {
            await using var dataSource = NpgsqlDataSource.Create($"{Database.OwnerConnectionString};Command Timeout=1");
            await using var context = TenantContexts.Create(dataSource, Tenants.Default);
            Assert.Contains(rows.Partition, await new SliceMaintenance(context).EnsureAsync(rows.Slice.Start, rows.Slice.Start));
            Assert.Equal(3 * count, await rows.CountMovedAsync());
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION take_time CASCADE");
        }
    }
}
