using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

public class StoredRowsTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    [StandardNames("It reads plans, which name tables and indexes.")]
    public async Task Each_key_is_looked_up_by_itself_in_a_slice_that_has_no_statistics()
    {
        const int Count = 500;
        var rows = await FillNewSliceAsync(Count);

        await using var context = Database.CreateContextAs(MlOpsRoles.Service);
        await using var transaction = await context.Database.BeginTransactionAsync();
        var entityType = context.Model.FindEntityType(typeof(Prediction))!;
        var missing = Prediction.ForService("test", "missing", 1, Sample.Noon);
        missing.BelongTo(Tenants.Default);

        var stored = await StoredRows.FindAsync(context, entityType, [.. rows, missing], default);

        Assert.Equal(rows.ToHashSet<object>(), stored);
        var lookups = await context.Database.SqlQuery<long>(
            $"SELECT idx_scan AS \"Value\" FROM pg_stat_xact_all_tables WHERE relname = 'ml_predictions_2026_03'").SingleAsync();
        Assert.Equal(Count + 1, lookups);
    }

    private async Task<List<Prediction>> FillNewSliceAsync(int count)
    {
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);
        List<Prediction> rows = [.. Enumerable.Range(0, count).Select(i => Build.Prediction("test", i))];
        await BulkInsert.RunAsync(context, rows, default);
        return rows;
    }
}
