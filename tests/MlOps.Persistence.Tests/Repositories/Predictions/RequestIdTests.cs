using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Predictions;

public class RequestIdTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Predictions_are_found_by_the_names_that_their_callers_have_for_them()
    {
        await using var context = Database.CreateContext();
        var (first, second, other) = (Make("a"), Make("a"), Make("b"));
        await context.BulkInsertAsync([first, second, other, Make("c"), Make(null)], default);
        await using (var stranger = Database.CreateContext(Guid.NewGuid()))
            await stranger.BulkInsertAsync([Make("a")], default);

        var found = await new PredictionRepository(context).FindIdsAsync(["a", "b", "A", "unknown", "a'; --"]);

        Assert.Equal(["a", "b"], found.Select(ids => ids.Key).Order());
        Assert.Equal(new[] { first.Id, second.Id }.Order(), found["a"].Order());
        Assert.Equal([other.Id], found["b"]);
        Assert.Empty(found["unknown"]);
        Assert.Empty(await new PredictionRepository(context).FindIdsAsync([]));
    }

    [Fact]
    public async Task A_window_leaves_out_predictions_of_other_times()
    {
        await using var context = Database.CreateContext();
        var (early, late) = (Make("a"), Make("a", Sample.Noon.AddDays(40)));
        await context.BulkInsertAsync([early, late], default);

        var found = await new PredictionRepository(context).FindIdsAsync(
            ["a"], new TimeWindow(Sample.Noon.AddDays(39), Sample.Noon.AddDays(41)));

        Assert.Equal([late.Id], found["a"]);
    }

    [Fact]
    public async Task Labels_and_feedback_reach_a_prediction_by_the_name_of_its_request()
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync([Make("a"), Make("b")], default);
        var predictions = new PredictionRepository(context);
        var ids = await predictions.FindIdsAsync(["a", "b"]);

        await predictions.BulkLabelAsync([new Label(ids["a"].Single(), 1, Sample.Noon.AddDays(1))]);
        var feedback = Feedback.Record(
            await predictions.GetAsync(ids["b"].Single()), new FeedbackContent { Rating = 5 }, Sample.Noon.AddDays(1));
        context.Add(feedback);
        await context.SaveChangesAsync();

        await using var later = Database.CreateContext();
        Assert.Equal(1, (await new PredictionRepository(later).GetAsync(ids["a"].Single())).ActualValue);
        Assert.NotNull(await later.Feedback.FindAsync(later.TenantId, ids["b"].Single(), feedback.Id));
    }

    private static Prediction Make(string? request, DateTimeOffset? at = null) =>
        Prediction.ForService("oracle", "score", 0.5, at ?? Sample.Noon, new PredictionDetails { RequestId = request });
}
