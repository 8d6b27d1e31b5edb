using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class FeedbackTests
{
    [Fact]
    public void Feedback_refers_to_its_prediction_and_belongs_to_the_same_tenant()
    {
        var prediction = Sample.Prediction();
        prediction.BelongTo(Sample.Tenant);
        var feedback = Feedback.Record(prediction, new() { IsCorrect = false }, Sample.Time.AddDays(1));

        Assert.Equal((prediction.Id, Sample.Tenant), (feedback.PredictionId, feedback.TenantId));
        Assert.Equal(
            (Sample.Time.AddDays(1), false, "user"), (feedback.CreatedAt, feedback.IsCorrect, feedback.Source));
        Assert.NotEqual(prediction.Id, feedback.Id);
    }

    [Fact]
    public void Feedback_about_a_prediction_without_a_tenant_has_no_tenant()
    {
        Assert.Equal(Guid.Empty, Feedback.Record(Sample.Prediction(), new() { Rating = 1 }, Sample.Time).TenantId);
        Assert.Equal(Guid.Empty, Feedback.Record(Sample.Prediction().Id, new() { Rating = 1 }, Sample.Time).TenantId);
    }

    [Fact]
    public void Feedback_that_says_nothing_is_refused()
    {
        var silent = new FeedbackContent { UserId = "ada", Source = "reviewer" };

        Refused.Value("Feedback", "none", () => Feedback.Record(Sample.Prediction(), silent, Sample.Time));
        Refused.Value("Feedback", "none", () => Feedback.Record(Sample.Prediction().Id, new(), Sample.Time));
    }

    [Fact]
    public void One_statement_is_enough()
    {
        FeedbackContent[] contents =
            [new() { Rating = 5 }, new() { IsCorrect = false }, new() { CorrectedValue = 0 }, new() { Comment = "no" }];

        Assert.All(contents, content => Feedback.Record(Sample.Prediction(), content, Sample.Time));
    }

    [Fact]
    public void A_blank_comment_or_source_is_refused()
    {
        Refused.Value("Comment", "''", () => Feedback.Record(Sample.Prediction(), new() { Comment = "" }, Sample.Time));
        Refused.Value(
            "Comment",
            "' '",
            () => Feedback.Record(Sample.Prediction(), new() { Rating = 1, Comment = " " }, Sample.Time));
        Refused.Value(
            "Source", "''", () => Feedback.Record(Sample.Prediction(), new() { Rating = 1, Source = "" }, Sample.Time));
    }
}
