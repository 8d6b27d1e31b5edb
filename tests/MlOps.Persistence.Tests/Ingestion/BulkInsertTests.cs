using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

public class BulkInsertTests(TestDatabase database) : DatabaseTest(database)
{
    private List<Entity>? _everything;

    [Fact]
    public async Task Twenty_thousand_predictions_of_all_services_reach_their_tables()
    {
        var rows = Enumerable.Range(0, 2500).SelectMany(_ => Sample.BarePredictions()).ToList();
        await using var context = Database.CreateContext();
        Assert.Equal(20_000, await BulkInsert.RunAsync(context, rows, default));
        Assert.Equal(20_000, await Database.CountAsync("ml_predictions"));
        foreach (var leaf in (string[])["code_roach", "oracle", "daisy_chain", "first_mate", "game_app", "ai_gm", "policy"])
            Assert.Equal(2500, await Database.CountAsync($"{leaf}_ml_predictions"));

        Assert.Empty(context.ChangeTracker.Entries());
    }

    [Fact]
    public async Task A_row_is_the_same_in_every_column_as_one_that_was_saved()
    {
        var saved = await TextOfAllRowsAsync(context =>
        {
            context.AddRange(Everything);
            return context.SaveChangesAsync();
        });
        await Database.ResetAsync();
        Assert.Equal(saved, await TextOfAllRowsAsync(context => BulkInsert.RunAsync(context, Everything, default)));
        await Database.ResetAsync();
        // The way of the rows alone, which writes no audit log.
        var copied = await TextOfAllRowsAsync(context => LargeBatch.StoreAsync(context, Everything));
        Assert.Equal(saved.Where(row => !IsAudit(row)), copied.Where(row => !IsAudit(row)));
    }

    [Fact]
    public async Task Entities_of_every_type_are_read_back_field_by_field()
    {
        var written = Population.Create();
        await using (var context = Database.CreateContext())
            Assert.Equal(written.Count, await BulkInsert.RunAsync(context, written, default));

        await using var other = Database.CreateContext();
        foreach (var entity in written)
        {
            var read = await other.FindAsync(entity.GetType(), Fields.KeyOf(other, entity));
            Assert.Empty(Fields.Differences(other, entity, read!));
        }
    }

    [Fact]
    public async Task What_others_refer_to_is_written_first_whatever_the_order()
    {
        var rows = Population.Create().Reverse().ToList();
        await using var context = Database.CreateContext();
        Assert.Equal(rows.Count, await BulkInsert.RunAsync(context, rows, default));
    }

    [Fact]
    public async Task A_stream_that_ends_badly_stores_nothing_of_what_was_sent()
    {
        await using var context = Database.CreateContext();
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => BulkInsert.RunAsync(context, Stream(), default));
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));

        static async IAsyncEnumerable<Entity> Stream()
        {
            for (var i = 0; i < 3000; i++)
            {
                foreach (var prediction in Sample.BarePredictions())
                    yield return prediction;
            }

            await Task.Yield();
            throw new TimeZoneNotFoundException();
        }
    }

    [Fact]
    public async Task Rows_go_where_their_slice_is_and_wait_where_there_is_none_even_if_the_role_could_make_it()
    {
        var at = new DateTimeOffset(2027, 3, 4, 5, 6, 7, TimeSpan.Zero);
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(at, at);
        await BulkInsert.RunAsync(context, [Build.OraclePrediction(1, at), Build.OraclePrediction(2, at.AddMonths(1))], default);
        Assert.Equal(1, await Database.CountAsync("ml_predictions_2027_03"));
        Assert.Equal(1, await Database.CountAsync("oracle_ml_predictions_2027_03"));
        Assert.Equal(1, await Database.CountAsync("oracle_ml_predictions_default"));
    }

    [Fact]
    public async Task Nothing_to_store_is_stored()
    {
        await using var context = Database.CreateContext();
        Assert.Equal(0, await BulkInsert.RunAsync(context, [], default));
    }

    [Fact]
    public async Task Two_batches_at_once_are_both_stored()
    {
        await using var first = Database.CreateContext();
        await using var second = Database.CreateContext();
        await Task.WhenAll(
            BulkInsert.RunAsync(first, Enumerable.Range(0, 100).SelectMany(_ => Sample.FullPredictions()), default),
            BulkInsert.RunAsync(second, Enumerable.Range(0, 100).SelectMany(_ => Sample.FullPredictions()), default));
        Assert.Equal(1600, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task Batches_that_need_the_same_new_slice_at_once_are_all_stored()
    {
        for (var month = 1; month <= 10; month++)
        {
            var at = Sample.Noon.AddYears(10).AddMonths(month);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(async i =>
            {
                await using var context = Database.CreateOwnerContext();
                await BulkInsert.RunAsync(context, [Build.OraclePrediction(i, at)], default);
            }));
        }

        Assert.Equal(40, await Database.CountAsync("oracle_ml_predictions"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_batch_is_part_of_the_callers_transaction(bool committed)
    {
        await using var context = Database.CreateContext();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.Add(Build.Model());
            await context.SaveChangesAsync();
            await BulkInsert.RunAsync(context, Sample.FullPredictions(), default);
            Assert.Equal(0, await Database.CountAsync("ml_predictions"));
            if (committed)
                await transaction.CommitAsync();
            else
                await transaction.RollbackAsync();
        }

        Assert.Equal(committed ? 8 : 0, await Database.CountAsync("ml_predictions"));
        Assert.Equal(committed ? 1 : 0, await Database.CountAsync("ml_models"));
    }

    // The same ids and times each way, so that whole rows can be compared as text.
    private async Task<List<string>> TextOfAllRowsAsync(Func<MlOpsDbContext, Task> store)
    {
        await using var context = Database.CreateContext();
        await store(context);
        var rows = new List<string>();
        // A chain has the rows in the order in which they were stored, which is not the same for both.
        foreach (var table in context.Model.GetRelationalModel().Tables.Select(RenamedRun.Quote).Where(table => !IsChain(table)).Order())
        {
            // The audit log says when a row was written, and of each change anew, and a prediction when it arrived.
            string[] others = IsAudit(table) ? ["id", "created_at"] : ["xmin", "received_at"];
            var left = string.Join(", ", others.Select(column => $"'{RenamedRun.Column(column)}'"));
            rows.AddRange(await Database.ColumnAsync(
                $"SELECT '{table}: ' || (to_jsonb(t) - ARRAY[{left}])::text FROM {table} t ORDER BY 1"));
        }

        Assert.True(rows.Count > 20);
        return rows;
    }

    private static bool IsChain(string table) =>
        table.Contains(RenamedRun.Table("ml_chain_links"), StringComparison.Ordinal)
        || table.Contains(RenamedRun.Table("ml_chain_heads"), StringComparison.Ordinal);

    private static bool IsAudit(string text) =>
        text.Split(':')[0].Contains(RenamedRun.Table("ml_audit_log"), StringComparison.Ordinal);

    private IReadOnlyList<Entity> Everything => _everything ??= Populate();

    // With what SaveChanges gives a new tenant.
    private List<Entity> Populate()
    {
        using var context = Database.CreateOwnerContext();
        var population = Population.Create();
        return
        [
            .. population, .. DefaultAlertRules.Create(Sample.Noon), .. DefaultJobs.OfTenant(Sample.Noon),
            .. DefaultRetention.Create(context.Model, Sample.Noon)
                .ExceptBy(population.OfType<RetentionPolicy>().Select(policy => policy.TableName), policy => policy.TableName),
        ];
    }
}
