using MlOps.Domain.Governance;

namespace MlOps.Domain.Tests.Governance;

public class GovernanceTests
{
    private static readonly TimeWindow Window = new(Sample.Time, Sample.Time.AddDays(1));

    [Fact]
    public void A_run_ends_once_and_not_before_its_start()
    {
        var run = JobRun.Start("retention", Sample.Time);
        Refused.Value("EndedAt", "2026-03-14T15:09:25", () => run.Succeed(Sample.Time.AddSeconds(-1)));
        Refused.Value("Error", "''", () => run.Fail("", Sample.Time));
        Assert.Equal((JobStatus.Running, null, null), (run.Status, run.EndedAt, run.Duration));

        run.Fail("no disk", Sample.Time.AddSeconds(3));

        Assert.Equal((JobStatus.Failed, "no disk", TimeSpan.FromSeconds(3)), (run.Status, run.Error, run.Duration));
        var refusal = Assert.Throws<IllegalTransitionException>(() => run.Succeed(Sample.Time.AddSeconds(4)));
        Assert.Contains("'retention' has already failed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_retention_policy_can_be_changed_and_disabled()
    {
        var policy = RetentionPolicy.Define("ml_feedback", 180, RetentionAction.Archive, Sample.Time);
        Assert.Equal(Sample.Time.AddDays(-180), policy.FindCutoff(Sample.Time));
        Refused.Value("KeepDays", "0", () => policy.Redefine(0, RetentionAction.Delete, Sample.Time));
        policy.Redefine(10, RetentionAction.Delete, Sample.Time.AddDays(1));
        Assert.Throws<IllegalTransitionException>(() => policy.Enable(Sample.Time));
        policy.Disable(Sample.Time.AddDays(2));

        Assert.Equal((10, RetentionAction.Delete, false), (policy.KeepDays, policy.Action, policy.IsEnabled));
        Assert.Equal("The retention policy of 'ml_feedback' is already disabled.",
            Assert.Throws<IllegalTransitionException>(() => policy.Disable(Sample.Time)).Message);
    }

    [Theory]
    [InlineData(9, 1, 0.9, true)]
    [InlineData(8, 2, 0.8, false)]
    [InlineData(0, 0, 1, true)]
    public void A_result_passes_from_the_threshold_of_its_check_on(
        long passedRows, long failedRows, double score, bool passed)
    {
        var result = DataQualityResult.Record(Sample.QualityCheck(), Window, passedRows, failedRows, Sample.Time);

        Assert.Equal(score, result.Score, 15);
        Assert.Equal((0.9, passed), (result.Threshold, result.Passed));
    }
}
