using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class LabelPolicyTests
{
    [Theory]
    [InlineData(1, 1, 0, true)]
    [InlineData(1, 0, 0, false)]
    [InlineData(2, 1, 0, false)]
    [InlineData(2, 2, 1, true)]
    [InlineData(2, 3, 3, false)]
    public void Feedback_decides_if_enough_users_agree_and_more_than_on_any_other_value(
        int agreement, long votes, long othersVotes, bool isAccepted) =>
        Assert.Equal(isAccepted, Define(new() { MinAgreement = agreement }).Accepts(votes, othersVotes));

    [Fact]
    public void A_label_gives_way_only_with_a_reason()
    {
        Assert.False(Define(new()).Corrects(1, Sample.Time, Sample.Time, []));
        Assert.True(Define(new() { CorrectionReason = "Reviewed." }).Corrects(1, Sample.Time, Sample.Time, []));
    }

    [Fact]
    public void A_value_that_was_replaced_after_the_feedback_does_not_come_back()
    {
        var policy = Define(new() { CorrectionReason = "Reviewed." });
        SupersededLabel[] replaced = [new(1, Sample.Time, Sample.Time.AddHours(2), "It was wrong.")];

        Assert.False(policy.Corrects(1, Sample.Time.AddHours(1), Sample.Time, replaced));
        Assert.True(policy.Corrects(1, Sample.Time.AddHours(3), Sample.Time, replaced));
        Assert.True(policy.Corrects(2, Sample.Time.AddHours(1), Sample.Time, replaced));
    }

    [Fact]
    public void A_label_that_came_after_the_feedback_stays()
    {
        var policy = Define(new() { CorrectionReason = "Reviewed." });
        Assert.False(policy.Corrects(1, Sample.Time, Sample.Time.AddTicks(10), []));
        Assert.True(policy.Corrects(1, Sample.Time.AddTicks(10), Sample.Time, []));
    }

    [Fact]
    public void A_change_is_as_a_whole_or_not_at_all()
    {
        var policy = Define(new() { MinAgreement = 2 });
        Refused.Value(
            "Sources", "1 to 100", () => policy.Change(new() { MinAgreement = 3, Sources = [] }, Sample.Time));
        Assert.Equal((2, Sample.Time), (policy.MinAgreement, policy.UpdatedAt));

        policy.Change(new() { Sources = ["a", "b", "a"], CorrectionReason = "x" }, Sample.Time.AddHours(1));
        Assert.Equal((1, "a b", "x"), (policy.MinAgreement, string.Join(' ', policy.Sources!), policy.CorrectionReason));
        Assert.Equal(Sample.Time.AddHours(1), policy.UpdatedAt);
    }

    [Fact]
    public void Wrong_settings_are_refused()
    {
        Refused.Value("MinAgreement", "it was 0", () => Define(new() { MinAgreement = 0 }));
        Refused.Value("MinAgreement", "it was 1001", () => Define(new() { MinAgreement = 1001 }));
        Refused.Value("Sources", "''", () => Define(new() { Sources = [""] }));
        Refused.Value("CorrectionReason", "''", () => Define(new() { CorrectionReason = "" }));
    }

    private static LabelPolicy Define(LabelPolicySettings settings) => LabelPolicy.Define("search", settings, Sample.Time);
}
