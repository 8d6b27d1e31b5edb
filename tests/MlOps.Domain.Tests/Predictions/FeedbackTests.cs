using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class FeedbackTests
{
    [Fact]
    public void Feedback_refers_to_its_prediction_and_belongs_to_the_same_tenant()
    {
        var prediction = Some.Prediction();
        prediction.BelongTo(Some.Tenant);
        var feedback = Feedback.Record(prediction, new() { IsCorrect = false }, Some.Time.AddDays(1));

        Assert.Equal((prediction.Id, Some.Tenant), (feedback.PredictionId, feedback.TenantId));
        Assert.Equal((Some.Time.AddDays(1), false, "user"), (feedback.CreatedAt, feedback.IsCorrect, feedback.Source));
        Assert.NotEqual(prediction.Id, feedback.Id);
    }

    [Fact]
    public void Feedback_on_nobodys_prediction_belongs_to_nobody()
    {
        Assert.Equal(Guid.Empty, Feedback.Record(Some.Prediction(), new() { Rating = 1 }, Some.Time).TenantId);
        Assert.Equal(Guid.Empty, Feedback.Record(Some.Prediction().Id, new() { Rating = 1 }, Some.Time).TenantId);
    }

    [Fact]
    public void Feedback_that_says_nothing_is_refused()
    {
        var silent = new FeedbackContent { UserId = "ada", Source = "reviewer" };

        Refused.Value("Feedback", "none", () => Feedback.Record(Some.Prediction(), silent, Some.Time));
        Refused.Value("Feedback", "none", () => Feedback.Record(Some.Prediction().Id, new(), Some.Time));
    }

    [Fact]
    public void Any_one_statement_is_enough()
    {
        FeedbackContent[] contents =
            [new() { Rating = 5 }, new() { IsCorrect = false }, new() { CorrectedValue = 0 }, new() { Comment = "no" }];

        Assert.All(contents, content => Feedback.Record(Some.Prediction(), content, Some.Time));
    }

    [Fact]
    public void A_blank_comment_or_source_is_refused()
    {
        Refused.Value("Comment", "''", () => Feedback.Record(Some.Prediction(), new() { Comment = "" }, Some.Time));
        Refused.Value("Comment", "' '", () => Feedback.Record(Some.Prediction(), new() { Rating = 1, Comment = " " }, Some.Time));
        Refused.Value("Source", "''", () => Feedback.Record(Some.Prediction(), new() { Rating = 1, Source = "" }, Some.Time));
    }
}
