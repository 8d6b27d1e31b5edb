using MlOps.Domain.Retraining;

namespace MlOps.Domain.Tests.Retraining;

public class RetrainingPolicyTests
{
    private static readonly GateThresholds Strict = new()
    {
        MinFeatureDriftRatio = 0.1,
        MinLabeledSamples = 200,
        MinCoveragePct = 30,
        MinImprovement = 0.02,
        Guards = [new GateGuard(GateMetric.Brier, 0.01)],
    };

    [Fact]
    public void A_policy_begins_with_version_1()
    {
        var policy = RetrainingPolicy.Define("default", Strict, "ada", Sample.Time);

        Assert.Equal(("default", 1, "ada", true), (policy.Name, policy.Version, policy.ChangedBy, policy.IsCurrent));
        Assert.Equal(Strict, policy.Thresholds);
        Assert.Null(policy.ReplacedAt);
    }

    [Fact]
    public void A_change_creates_the_next_version_and_preserves_the_old_one()
    {
        var first = RetrainingPolicy.Define("default", Strict, "ada", Sample.Time);
        first.BelongTo(Sample.Tenant);
        var second = first.Change(Strict with { MinLabeledSamples = 100 }, "bob", Sample.Time.AddHours(1));

        Assert.Equal((Strict, Sample.Time.AddHours(1), false), (first.Thresholds, first.ReplacedAt, first.IsCurrent));
        Assert.Equal(("default", 2, "bob", true), (second.Name, second.Version, second.ChangedBy, second.IsCurrent));
        Assert.Equal(
            (100, Sample.Tenant, Sample.Time.AddHours(1)),
            (second.MinLabeledSamples, second.TenantId, second.CreatedAt));
    }

    [Fact]
    public void Only_the_current_version_is_changed()
    {
        var first = RetrainingPolicy.Define("default", Strict, "ada", Sample.Time);
        first.Change(Strict with { MinLabeledSamples = 100 }, "bob", Sample.Time);

        Refused.Transition(
            () => first.Change(Strict with { MinLabeledSamples = 50 }, "eve", Sample.Time),
            "Version 1",
            "'default'",
            "current version");
    }

    [Fact]
    public void A_refused_change_does_not_change_the_policy()
    {
        var policy = RetrainingPolicy.Define("default", Strict, "ada", Sample.Time);

        Refused.Transition(() => policy.Change(Strict with { }, "bob", Sample.Time), "already has these thresholds");
        Refused.Transition(
            () => policy.Change(Strict with { MinCoveragePct = 1 }, "bob", Sample.Time.AddMicroseconds(-1)), "clocks");
        Refused.Value(
            "MinCoveragePct", "101", () => policy.Change(Strict with { MinCoveragePct = 101 }, "bob", Sample.Time));
        Refused.Value("ChangedBy", "''", () => policy.Change(Strict with { MinCoveragePct = 1 }, "", Sample.Time));
        Refused.Value("Thresholds", "null", () => policy.Change(null!, "bob", Sample.Time));
        Assert.True(policy.IsCurrent);
    }
}
