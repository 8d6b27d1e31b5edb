using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
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

    [Fact]
    public async Task Rows_of_one_id_in_two_hierarchies_or_with_different_keys_are_not_the_same()
    {
        var (first, second) = (Build.Prediction("test", 1), Build.Prediction("test", 2));
        var (ofFirst, ofSecond) = (Feedback.Record(first, new FeedbackContent { Rating = 1 }, Sample.Noon),
            Feedback.Record(second, new FeedbackContent { Rating = 2 }, Sample.Noon));
        foreach (var feedback in (Feedback[])[ofFirst, ofSecond])
            typeof(Entity).GetProperty(nameof(Entity.Id))!.SetValue(feedback, first.Id);

        List<Entity> rows = [first, second, ofFirst, ofSecond];
        foreach (var row in rows)
            row.BelongTo(Tenants.Default);

        await using var context = Database.CreateContext();
        Assert.Equal(rows, await StoredRows.ExceptAsync(context, [.. rows, .. rows], default));
        await BulkInsert.RunAsync(context, [first, second, ofSecond], default);
        Assert.Equal([ofFirst], await StoredRows.ExceptAsync(context, rows, default));
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
