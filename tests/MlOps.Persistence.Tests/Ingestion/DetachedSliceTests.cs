using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Persistence.Transactions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>COPY writes into the slice itself, and nobody reads a slice that was detached.</summary>
public class DetachedSliceTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_slice_that_is_detached_while_rows_are_on_their_way_gets_none_of_them()
    {
        var time = Sample.Noon.AddYears(9);
        var row = Build.QueryLog(at: time);
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(time, time);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => context.InTransactionAsync(
            async () =>
            {
                RowPreparation.Prepare(context, [row]);
                var batch = await Batch.PlanAsync(context, [row], default);
                await Database.ExecuteAsync("ALTER TABLE query_performance_logs DETACH PARTITION query_performance_logs_2035_03");
                await batch.CopyAsync(context, default);
                return true;
            },
            default));
        Assert.Equal(MlOpsError.Conflict, error.Error);
        Assert.Contains($"{RenamedRun.Sql("query_performance_logs_2035_03")} was detached", error.Message, StringComparison.Ordinal);
        Assert.Equal(RefusalCause.Moment, DatabaseRefusal.FindCause(error));
        Assert.Equal(0, await Database.CountAsync("query_performance_logs_2035_03"));

        // It is known to have been there, so the row is not for the default partition either.
        var again = await Assert.ThrowsAsync<MlOpsException>(() => context.BulkInsertAsync([row]));
        Assert.Equal(MlOpsError.SliceGone, again.Error);
        await Database.ExecuteAsync("DROP TABLE query_performance_logs_2035_03");
    }
}
