using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>Few rows are written in one round trip, without temporary tables. What the server refuses goes the way of many.</summary>
public class SmallBatchTests(TestDatabase database) : DatabaseTest(database)
{
    private const string NoTemporaryTables = "permission denied to create temporary tables";

    [Theory, InlineData(SmallBatch.MaxRows, true), InlineData(SmallBatch.MaxRows + 1, false)]
    public Task Only_many_rows_need_temporary_tables(int count, bool isSmall) => WithoutTemporaryTablesAsync(async context =>
    {
        var rows = Enumerable.Range(0, count).Select(i => Build.OraclePrediction(i)).ToList();
        if (isSmall)
            Assert.Equal(count, await context.BulkInsertAsync(rows));
        else
            Assert.Contains(NoTemporaryTables, (await RefusedAsync(() => context.BulkInsertAsync(rows))).Message, StringComparison.Ordinal);

        Assert.Equal(isSmall ? count : 0, await Database.CountAsync("oracle_ml_predictions"));
    });

    [Fact]
    public Task Few_rows_of_every_type_need_none_whether_they_are_new_or_not() => WithoutTemporaryTablesAsync(async context =>
    {
        var rows = Population.Create();
        foreach (var some in rows.Chunk(SmallBatch.MaxRows))
            Assert.Equal(some.Length, await context.BulkInsertAsync(some));

        foreach (var hierarchy in rows.GroupBy(row => context.Model.FindEntityType(row.GetType())!.GetRootType()))
            Assert.Equal(hierarchy.Count(), await context.BulkUpsertAsync(hierarchy));
    });

    [Fact]
    public Task Values_too_large_for_one_message_are_copied() => WithoutTemporaryTablesAsync(async context =>
    {
        Prediction Large(int length) =>
            Prediction.ForService("test", "large", 1, Sample.Noon, new() { Context = Json.From(new { text = new string('x', length) }) });

        Assert.Equal(1, await context.BulkInsertAsync([Large(1_000_000)]));
        var error = await RefusedAsync(() => context.BulkInsertAsync([Large(16_000_000)]));
        Assert.Contains(NoTemporaryTables, error.Message, StringComparison.Ordinal);
    });

    [Theory, InlineData(MlOpsRoles.App), InlineData(MlOpsRoles.Service)]
    public async Task A_refused_row_is_named_as_in_a_large_batch(string role)
    {
        // Views would keep the column as it is.
        await Database.ExecuteAsync("DROP SCHEMA IF EXISTS mlops_clients CASCADE");
        await Database.ExecuteAsync("ALTER TABLE oracle_ml_predictions ALTER COLUMN query TYPE varchar(20)");
        try
        {
            var refused = Build.OraclePrediction(1, query: "more than twenty characters");
            Prediction[] few = [.. Sample.BarePredictions(), refused, .. Sample.BarePredictions()];
            await using var context = Database.CreateContextAs(role);
            var small = await RefusedAsync(() => context.BulkInsertAsync(few));
            var large = await RefusedAsync(() => LargeBatch.StoreAsync(context, few));
            Assert.Equal(large.Message, small.Message);
            Assert.Contains($" OraclePrediction {refused.Id}: value too long", small.Message, StringComparison.Ordinal);
            Assert.Equal(0, await Database.CountAsync("ml_predictions"));
            Assert.Equal(16, await context.BulkInsertAsync(few.Except([refused])));
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE oracle_ml_predictions ALTER COLUMN query TYPE text");
        }
    }

    [Theory, InlineData(MlOpsRoles.App), InlineData(MlOpsRoles.Service)]
    public async Task In_a_transaction_only_the_refused_batch_is_undone(string role)
    {
        var rows = Sample.BarePredictions();
        await using var context = Database.CreateContextAs(role);
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            await context.BulkInsertAsync(rows.Take(2));
            // The application may have a savepoint of any name.
            await transaction.CreateSavepointAsync("mlops_rows");
            await context.BulkInsertAsync(rows.Skip(2).Take(2));
            await RefusedAsync(() => context.BulkInsertAsync(rows.Skip(3).Take(2)));
            await context.BulkUpsertAsync(rows.Skip(4).Take(2));
            Assert.Equal(6, await context.Predictions.CountAsync());
            await transaction.RollbackToSavepointAsync("mlops_rows");
            await context.BulkInsertAsync(rows.Skip(7));
            await transaction.CommitAsync();
        }

        Assert.Equal(3, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task A_table_that_drops_rows_refuses_the_batch()
    {
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION drop_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
            CREATE TRIGGER drop_row BEFORE INSERT ON oracle_ml_predictions FOR EACH ROW EXECUTE FUNCTION drop_row()
            """);
        try
        {
            await using var context = Database.CreateContext();
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => context.BulkInsertAsync(Sample.BarePredictions()));
            Assert.Contains("oracle_ml_predictions stored 0 of 1 rows", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, await Database.CountAsync("ml_predictions"));
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION drop_row CASCADE");
        }
    }

    [Theory, InlineData(MlOpsRoles.App), InlineData(MlOpsRoles.Service)]
    public async Task What_belongs_to_a_detached_slice_is_refused_for_that_and_for_nothing_else(string role)
    {
        var at = Sample.Noon.AddYears(11);
        await using (var owner = Database.CreateOwnerContext())
            await new SliceMaintenance(owner).EnsureAsync(at, at);
        var prediction = Build.OraclePrediction(1, at);
        await using var context = Database.CreateContextAs(role);
        await context.BulkInsertAsync([prediction]);
        var partitions = await Database.ColumnAsync(
            "SELECT relname::text FROM pg_class WHERE relname LIKE '%\\_2037\\_03' AND relkind = 'r'");
        foreach (var partition in partitions)
            await Database.ExecuteAsync($"ALTER TABLE {partition[..^"_2037_03".Length]} DETACH PARTITION {partition}");

        // The first would be stored in the default partition. The second has no prediction there.
        foreach (var row in (Entity[])[Build.OraclePrediction(2, at), Build.Feedback(prediction)])
        {
            var error = await Assert.ThrowsAsync<MlOpsException>(() => context.BulkInsertAsync([row]));
            Assert.Equal(MlOpsError.SliceGone, error.Error);
            Assert.Equal(MlOpsError.SliceGone, (await Assert.ThrowsAsync<MlOpsException>(() => context.BulkUpsertAsync([row]))).Error);
        }

        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
        await Database.ExecuteAsync($"DROP TABLE {string.Join(", ", partitions)} CASCADE; DELETE FROM ml_slices");
    }

    [Fact]
    public async Task A_role_that_may_write_partitions_alone_copies_into_them()
    {
        await using (var owner = Database.CreateOwnerContext())
            await new SliceMaintenance(owner).EnsureAsync(Sample.Noon, Sample.Noon);
        await Database.ExecuteAsync(
            "CREATE ROLE partition_writer; GRANT INSERT ON ml_predictions_2026_03, oracle_ml_predictions_2026_03 TO partition_writer");
        try
        {
            await using var context = Database.CreateContextAs("partition_writer");
            Assert.Equal(1, await context.BulkInsertAsync([Build.OraclePrediction(1)]));
        }
        finally
        {
            await Database.ExecuteAsync("DROP OWNED BY partition_writer; DROP ROLE partition_writer");
        }
    }

    private static Task<DbUpdateException> RefusedAsync(Func<Task> work) => Assert.ThrowsAsync<DbUpdateException>(work);

    private async Task WithoutTemporaryTablesAsync(Func<MlOpsDbContext, Task> work)
    {
        var database = await Database.ScalarAsync<string>("SELECT quote_ident(current_database())");
        await Database.ExecuteAsync($"REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC");
        try
        {
            await using var context = Database.CreateContext();
            await work(context);
        }
        finally
        {
            await Database.ExecuteAsync($"GRANT TEMPORARY ON DATABASE {database} TO PUBLIC");
        }
    }
}
