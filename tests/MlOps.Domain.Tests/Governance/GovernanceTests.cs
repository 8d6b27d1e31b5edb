using MlOps.Domain.Governance;

namespace MlOps.Domain.Tests.Governance;

public class GovernanceTests
{
    private static readonly TimeWindow Window = new(Some.Time, Some.Time.AddDays(1));

    [Fact]
    public void A_run_ends_once_and_not_before_it_began()
    {
        var run = JobRun.Start("retention", Some.Time);
        Refused.Value("EndedAt", "2026-03-14T15:09:25", () => run.Succeed(Some.Time.AddSeconds(-1)));
        Refused.Value("Error", "''", () => run.Fail("", Some.Time));
        Assert.Equal((JobStatus.Running, null, null), (run.Status, run.EndedAt, run.Duration));

        run.Fail("no disk", Some.Time.AddSeconds(3));

        Assert.Equal((JobStatus.Failed, "no disk", TimeSpan.FromSeconds(3)), (run.Status, run.Error, run.Duration));
        var refusal = Assert.Throws<IllegalTransitionException>(() => run.Succeed(Some.Time.AddSeconds(4)));
        Assert.Contains("'retention' has already failed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Retention_is_changed_and_switched()
    {
        var policy = RetentionPolicy.Define("ml_feedback", 180, RetentionAction.Archive, Some.Time);
        Assert.Equal(Some.Time.AddDays(-180), policy.FindCutoff(Some.Time));
        Refused.Value("KeepDays", "0", () => policy.Redefine(0, RetentionAction.Delete, Some.Time));
        policy.Redefine(10, RetentionAction.Delete, Some.Time.AddDays(1));
        Assert.Throws<IllegalTransitionException>(() => policy.Enable(Some.Time));
        policy.Disable(Some.Time.AddDays(2));

        Assert.Equal((10, RetentionAction.Delete, false), (policy.KeepDays, policy.Action, policy.IsEnabled));
        Assert.Equal("The retention policy of 'ml_feedback' is already disabled.",
            Assert.Throws<IllegalTransitionException>(() => policy.Disable(Some.Time)).Message);
    }

    [Theory]
    [InlineData(9, 1, 0.9, true)]
    [InlineData(8, 2, 0.8, false)]
    [InlineData(0, 0, 1, true)]
    public void A_result_passes_from_its_checks_threshold_on(long passedRows, long failedRows, double score, bool passed)
    {
        var result = DataQualityResult.Record(Some.Check(), Window, passedRows, failedRows, Some.Time);

        Assert.Equal(score, result.Score, 15);
        Assert.Equal((0.9, passed), (result.Threshold, result.Passed));
    }
}
