using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Predictions;

public class FeedbackRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly Prediction _prediction = Sample.BarePredictions()[1];

    [Theory, InlineData(false), InlineData(true)]
    public async Task Feedback_is_read_back_field_by_field(bool inBulk)
    {
        var feedback = Population.FullFeedback(_prediction.Id);
        await StorePredictionAsync();
        await using (var context = Database.CreateContext())
        {
            var repository = new FeedbackRepository(context);
            if (inBulk)
                Assert.Equal(1, await context.BulkInsertAsync([feedback], default));
            else
                repository.Add(feedback);

            await context.SaveChangesAsync();
        }

        await using (var context = Database.CreateContext())
        {
            var read = await new FeedbackRepository(context).StreamByPredictionAsync(_prediction.Id).ToListAsync();
            Assert.Empty(Fields.Differences(context, feedback, Assert.Single(read)));
        }
    }

    [Fact]
    public async Task Feedback_comes_oldest_first_by_prediction_and_by_window()
    {
        await StorePredictionAsync();
        await using var context = Database.CreateContext();
        var repository = new FeedbackRepository(context);
        foreach (var rating in (int[])[3, 1, 2, 4])
            repository.Add(Feedback.Record(_prediction, new FeedbackContent { Rating = rating }, Sample.Noon.AddHours(rating)));

        await context.SaveChangesAsync();
        Assert.Equal([1, 2, 3, 4], await repository.StreamByPredictionAsync(_prediction.Id).Select(row => row.Rating!.Value).ToListAsync());
        var window = new TimeWindow(Sample.Noon.AddHours(2).ToOffset(TimeSpan.FromHours(8)), Sample.Noon.AddHours(4));
        Assert.Equal([2, 3], await repository.StreamAsync(window).Select(row => row.Rating!.Value).ToListAsync());
        Assert.Empty(await repository.StreamByPredictionAsync(Guid.CreateVersion7()).ToListAsync());
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Feedback_needs_its_prediction(bool inBulk)
    {
        await using var context = Database.CreateContext();
        var repository = new FeedbackRepository(context);
        var feedback = Population.FullFeedback(Guid.CreateVersion7());
        if (!inBulk)
            repository.Add(feedback);

        await Assert.ThrowsAsync<DbUpdateException>(() => inBulk
            ? context.BulkInsertAsync([feedback], default) : context.SaveChangesAsync());
        Assert.Equal(0, await Database.CountAsync("ml_feedback"));
    }

    private async Task StorePredictionAsync()
    {
        await using var context = Database.CreateContext();
        new PredictionRepository(context).Add(_prediction);
        await context.SaveChangesAsync();
    }
}
