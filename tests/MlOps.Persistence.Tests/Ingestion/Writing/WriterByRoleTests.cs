using MlOps.Domain.Predictions;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>A writer works with each role that it can connect as, and with each scope of its tenant.</summary>
public class WriterByRoleTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Waiting = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'";

    public static TheoryData<string, TenantScope> Ways { get; } = new MatrixTheoryData<string, TenantScope>(
        [MlOpsRoles.Service, MlOpsRoles.App], Enum.GetValues<TenantScope>());

    [Theory, MemberData(nameof(Ways))]
    public async Task Writes_are_stored_and_refused_ones_become_dead_letters(string role, TenantScope tenantScope)
    {
        await using var host = await StartAsync(role, tenantScope);
        var predictions = Sample.BarePredictions().Where(prediction => prediction.PredictedValue is not null).ToList();
        foreach (var prediction in predictions.Concat(predictions))
        {
            await host.Writer.WriteAsync(prediction);
            await host.Writer.RecordFeedbackAsync(Feedback.Record(prediction, new FeedbackContent { Rating = 3 }, Sample.Noon));
            await host.Writer.RecordLabelAsync(prediction.Id, 0.5, Sample.Noon);
        }

        await host.Writer.RecordLabelAsync(Guid.CreateVersion7(Sample.Noon), 1, Sample.Noon);
        await host.Writer.FlushAsync();

        Assert.Equal(predictions.Count, await Database.CountAsync("ml_predictions"));
        Assert.Equal(2 * predictions.Count, await Database.CountAsync("ml_feedback"));
        Assert.Equal(
            predictions.Count, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value = 0.5"));
        Assert.Equal(1, await Database.CountAsync("ml_dead_letters"));
    }

    [Theory, InlineData(MlOpsRoles.Service), InlineData(MlOpsRoles.App)]
    public async Task Of_two_writers_of_one_prediction_the_slower_finds_it_stored(string role)
    {
        var prediction = Build.OraclePrediction(1);
        await using var context = Database.CreateContext();
        await using var transaction = await context.Database.BeginTransactionAsync();
        context.Predictions.Add(prediction);
        await context.SaveChangesAsync();

        await using var slower = await StartAsync(role, TenantScope.Session);
        await slower.Writer.WriteAsync(prediction);
        await WaitsForOtherAsync();

        // The next attempt looks up the key first, does not see it yet, and waits again.
        await Database.ExecuteAsync($"SELECT pg_terminate_backend(pid) {Waiting}");
        await Polling.UntilAsync(() => Task.FromResult(slower.Writer.Statistics.Retried > 0), "the slower one tries again");
        await WaitsForOtherAsync();
        await transaction.CommitAsync();
        await slower.Writer.FlushAsync();

        Assert.Equal(1, slower.Writer.Statistics.Deduplicated);
        Assert.Equal(1, await Database.CountAsync("oracle_ml_predictions"));
        await Database.AssertNoDeadLettersAsync();
    }

    private Task WaitsForOtherAsync() => Polling.UntilAsync(
        () => Database.ScalarAsync<bool>($"SELECT EXISTS (SELECT {Waiting})"), "the slower one waits for the other's row");

    private Task<WriterHost> StartAsync(string role, TenantScope tenantScope) =>
        WriterHost.StartAsync(Database.ConnectionStringAs(role), tenantScope: tenantScope);
}
