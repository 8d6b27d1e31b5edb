using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>An application that lets EF repeat what fails (EnableRetryOnFailure), which refuses the transactions of others.</summary>
public class RepeatingContextTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Day = new(Sample.Noon.AddHours(-12), Sample.Noon.AddHours(12));

    [Fact]
    public async Task Batches_are_stored_changed_and_labelled()
    {
        var predictions = Predictions(10);
        await using var context = CreateContext();
        var repository = new PredictionRepository(context);
        Assert.Equal(5, await context.BulkInsertAsync(predictions[..5]));
        Assert.Equal(5, await context.BulkInsertAsync(predictions[5..].ToAsyncEnumerable()));
        Assert.Equal(10, await context.BulkUpsertAsync(predictions));
        Assert.Equal(10, (await repository.BulkLabelAsync(predictions.Select(prediction => new Label(prediction.Id, 1, Sample.Noon))))
            .Recorded);

        var again =
            await repository.BulkLabelAsync([new Label(predictions[0].Id, 2, Sample.Noon), new Label(predictions[1].Id, 1, Sample.Noon)]);
        Assert.Equal((0, 1, 1), (again.Recorded, again.Unchanged, again.Refused.Count));
        Assert.Equal(10, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value = 1"));
    }

    [Fact]
    public async Task Dead_letters_are_stored_and_tables_evaluated()
    {
        var prediction = Predictions(1)[0];
        await using var context = CreateContext();
        var letter = DeadLetter.Record(
            nameof(OraclePrediction), prediction.Id, WriteCodec.ToText(context.Model, Write.Of(prediction)), "why", "23514", Sample.Noon);
        context.Add(letter);
        await context.SaveChangesAsync();
        Assert.Null(await new DeadLetterRepository(context).RetryAsync(letter.Id, Sample.Noon));

        var rules = new DataQualityRules(context);
        Assert.Single(await new DataQualityRepository(context).EvaluateAsync(
            [rules.Complete<Prediction>(stored => stored.Confidence)], Day, Sample.Noon));
        Assert.Equal(1, await Database.CountAsync("oracle_ml_predictions"));
        Assert.Equal(1, await Database.CountAsync("data_quality_results"));
    }

    [Fact]
    public async Task Maintenance_makes_slices_and_reads_what_remains_to_do()
    {
        var later = Sample.Noon.AddYears(20);
        await using var context = CreateContext(Database.OwnerDataSource);
        Assert.Contains(RenamedRun.Sql("ml_predictions_2046_03"), await new SliceMaintenance(context).EnsureAsync(later, later));
        Assert.NotEmpty(await new SliceReader(context).ReportAsync(later));
        Assert.Empty(await new IndexMaintenance(context).CompleteAsync());
        Assert.Empty(await new KeyMaintenance(context).CompleteAsync());
        Assert.NotEmpty(await new ViewRefresh(context).RunAsync());
    }

    [Fact]
    public async Task A_transaction_of_the_application_is_joined_and_repeated_with_it()
    {
        var predictions = Predictions(10);
        await Database.RefuseAsync("INSERT ON oracle_ml_predictions", PostgresErrorCodes.SerializationFailure, times: 2, async () =>
        {
            await using var context = CreateContext();
            await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
            {
                await using var transaction = await context.Database.BeginTransactionAsync();
                await context.BulkInsertAsync(predictions);
                await transaction.CommitAsync();
            });
        });
        Assert.Equal(10, await Database.CountAsync("oracle_ml_predictions"));
    }

    [Fact]
    public async Task A_batch_is_not_repeated_behind_the_back_of_its_caller()
    {
        await Database.RefuseAsync("INSERT ON oracle_ml_predictions", PostgresErrorCodes.SerializationFailure, times: 1, async () =>
        {
            await using var context = CreateContext();
            var repository = new PredictionRepository(context);
            var error = await Assert.ThrowsAsync<DbUpdateException>(() => context.BulkInsertAsync(Predictions(3)));
            Assert.Equal(PostgresErrorCodes.SerializationFailure, ((PostgresException)error.InnerException!).SqlState);
            Assert.Equal(0, await Database.CountAsync("ml_predictions"));

            // The context is as good as before.
            Assert.Equal(3, await context.BulkInsertAsync(Predictions(3)));
        });
    }

    [Fact]
    public async Task A_caller_can_repeat_a_batch_by_repeating_the_call()
    {
        var predictions = Predictions(10);
        await Database.RefuseAsync("INSERT ON oracle_ml_predictions", PostgresErrorCodes.SerializationFailure, times: 2, async () =>
        {
            await using var context = CreateContext();
            await context.Database.CreateExecutionStrategy().ExecuteAsync(() => context.BulkUpsertAsync(predictions));
        });
        Assert.Equal(10, await Database.CountAsync("oracle_ml_predictions"));
    }

    private static OraclePrediction[] Predictions(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Build.OraclePrediction(i))];

    private MlOpsDbContext CreateContext(NpgsqlDataSource? dataSource = null)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(
            dataSource ?? Database.DataSource,
            configure: npgsql => npgsql.EnableRetryOnFailure(5, TimeSpan.FromMilliseconds(20), null));
        return RenamedRun.CreateContext(builder.Options);
    }
}
