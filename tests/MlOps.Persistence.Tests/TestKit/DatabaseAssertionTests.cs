using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Testing;
using Xunit.Sdk;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>Each assertion holds for what it says, and names what is wrong.</summary>
public class DatabaseAssertionTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Columns = "id, service_name, prediction_type, predicted_value, source, revision, created_at";

    [Fact]
    public async Task What_is_stored_equals_its_row_and_what_is_not_is_named()
    {
        var (model, prediction) = (Build.Model(), Build.OraclePrediction());
        await StoreAsync(model, prediction);
        await Database.AssertStoredAsync(model, prediction);

        await Database.ExecuteAsync("UPDATE ml_models SET owner = 'bob'; DELETE FROM ml_predictions");
        var message = await FailAsync(() => Database.AssertStoredAsync(model, prediction, Build.Model("new")));
        Assert.Contains($"Model {model.Id}: Owner: wrote '', read 'bob'", message, StringComparison.Ordinal);
        Assert.Contains($"OraclePrediction {prediction.Id} is not stored.", message, StringComparison.Ordinal);
        Assert.Contains("was added to no context.", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_another_tenant_are_found_too()
    {
        var model = Build.Model();
        await using var context = Database.CreateContext(Guid.CreateVersion7());
        context.Add(model);
        await context.SaveChangesAsync();
        await Database.AssertStoredAsync(model);
    }

    [Fact]
    public async Task Predictions_that_are_missing_or_too_many_are_counted_and_named()
    {
        Prediction[] stored = [Build.Prediction(), Build.OraclePrediction()];
        await StoreAsync(stored);
        await Database.AssertPredictionsAsync(stored.Select(prediction => prediction.Id));

        var missing = Guid.CreateVersion7();
        var message = await FailAsync(() => Database.AssertPredictionsAsync([stored[0].Id, missing]));
        Assert.Contains($"1 missing ({missing})", message, StringComparison.Ordinal);
        Assert.Contains($"1 that nobody wrote ({stored[1].Id})", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prediction_that_two_tenants_have_is_stored_twice()
    {
        var prediction = Build.Prediction();
        await StoreAsync(prediction);
        await Database.ExecuteAsync(
            $"INSERT INTO ml_predictions ({Columns}, tenant_id) " +
            $"SELECT {Columns}, '0195a000-0000-7000-8000-00000000000c' FROM ml_predictions");
        var message = await FailAsync(() => Database.AssertPredictionsAsync([prediction.Id]));
        Assert.Contains($"1 stored more than once ({prediction.Id})", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dead_letters_are_shown_with_their_reasons()
    {
        await Database.AssertNoDeadLettersAsync();
        await StoreAsync(Build.DeadLetter("it is too long"));
        Assert.Contains("it is too long", await FailAsync(() => Database.AssertNoDeadLettersAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_happen_in_time_is_named()
    {
        var error = await Assert.ThrowsAsync<TimeoutException>(
            () => Polling.UntilAsync(() => Task.FromResult(false), "the prediction is stored", TimeSpan.Zero));
        Assert.Contains("still not: the prediction is stored", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> FailAsync(Func<Task> assertion) =>
        (await Assert.ThrowsAnyAsync<XunitException>(assertion)).Message;

    private async Task StoreAsync(params Entity[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
