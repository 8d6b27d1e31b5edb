using MlOps.Domain.Patterns;

namespace MlOps.Domain.Tests.Patterns;

public class RecommendationTests
{
    private static readonly DateTimeOffset Later = Sample.Time.AddHours(1);

    [Fact]
    public void A_recommendation_is_proposed_accepted_applied_and_reverted()
    {
        var recommendation = Propose();
        Assert.Equal((RecommendationStatus.Proposed, null, Sample.Time),
            (recommendation.Status, recommendation.StatusChangedBy, recommendation.StatusChangedAt));
        recommendation.Accept("ada", Later, "worth it");
        Assert.Equal((RecommendationStatus.Accepted, "ada", "worth it"),
            (recommendation.Status, recommendation.StatusChangedBy, recommendation.StatusReason));
        recommendation.Apply("bot", Later.AddHours(1));
        Assert.Equal((RecommendationStatus.Applied, "bot", null, Later.AddHours(1)),
            (
                recommendation.Status,
                recommendation.StatusChangedBy,
                recommendation.StatusReason,
                recommendation.AppliedAt));
        recommendation.Revert("ada", "slower", Later.AddHours(2));
        Assert.Equal((RecommendationStatus.Reverted, "slower", Later.AddHours(1)),
            (recommendation.Status, recommendation.StatusReason, recommendation.AppliedAt));
        Assert.Equal(
            (Later.AddHours(2), Later.AddHours(2)), (recommendation.StatusChangedAt, recommendation.UpdatedAt));
    }

    [Theory]
    [InlineData(RecommendationStatus.Proposed, "Accept Reject")]
    [InlineData(RecommendationStatus.Accepted, "Apply Reject")]
    [InlineData(RecommendationStatus.Applied, "Revert")]
    [InlineData(RecommendationStatus.Rejected, "")]
    [InlineData(RecommendationStatus.Reverted, "")]
    public void Each_status_allows_only_these_steps(RecommendationStatus status, string allowed)
    {
        var steps = new Dictionary<string, Action<Recommendation>>
        {
            ["Accept"] = recommendation => recommendation.Accept("ada", Later),
            ["Reject"] = recommendation => recommendation.Reject("ada", "why", Later),
            ["Apply"] = recommendation => recommendation.Apply("ada", Later),
            ["Revert"] = recommendation => recommendation.Revert("ada", "why", Later),
        };
        foreach (var (name, step) in steps)
        {
            var recommendation = CreateRecommendation(status);
            if (allowed.Split(' ').Contains(name))
            {
                step(recommendation);
                Assert.NotEqual(status, recommendation.Status);
            }
            else
            {
                Refused.Transition(() => step(recommendation), "split the method", $"{status}");
                Assert.Equal(status, recommendation.Status);
            }
        }
    }

    [Fact]
    public void A_step_needs_an_author_a_reason_and_a_time_after_the_last_step()
    {
        var recommendation = Propose();

        Refused.Value("StatusChangedBy", "''", () => recommendation.Accept("", Later));
        Refused.Value("StatusReason", "''", () => recommendation.Reject("ada", "", Later));
        Refused.Value("StatusChangedAt", "1970", () => recommendation.Accept("ada", DateTimeOffset.MinValue));
        Refused.Transition(() => recommendation.Accept("ada", Sample.Time.AddSeconds(-1)), "earlier");
        Assert.Equal((RecommendationStatus.Proposed, null), (recommendation.Status, recommendation.StatusChangedBy));
    }

    [Fact]
    public void A_pattern_is_reassessed_dismissed_and_restored()
    {
        var pattern = IdentifiedPattern.Identify("code_smell", "long_method", 0.95, Sample.Time);
        Refused.Value("ConfidenceScore", "1.5", () => pattern.Reassess(1.5, Later));
        Refused.Transition(() => pattern.Restore(Later), "long_method", "already Active");
        Assert.Equal(Sample.Time, pattern.UpdatedAt);
        pattern.Reassess(0.5, Later);
        pattern.Dismiss(Later);
        Assert.Equal(
            (0.5, PatternStatus.Dismissed, Later), (pattern.ConfidenceScore, pattern.Status, pattern.UpdatedAt));
        Refused.Transition(() => pattern.Dismiss(Later), "already Dismissed");
        pattern.Restore(Later);
        Assert.Equal(PatternStatus.Active, pattern.Status);
    }

    private static Recommendation Propose() => Recommendation.Propose("refactor", "split the method", Sample.Time);

    private static Recommendation CreateRecommendation(RecommendationStatus status)
    {
        var recommendation = Propose();
        if (status == RecommendationStatus.Rejected)
            recommendation.Reject("ada", "why", Sample.Time);
        else if (status != RecommendationStatus.Proposed)
            recommendation.Accept("ada", Sample.Time);

        if (status is RecommendationStatus.Applied or RecommendationStatus.Reverted)
            recommendation.Apply("ada", Sample.Time);

        if (status == RecommendationStatus.Reverted)
            recommendation.Revert("ada", "why", Sample.Time);

        return recommendation;
    }
}
