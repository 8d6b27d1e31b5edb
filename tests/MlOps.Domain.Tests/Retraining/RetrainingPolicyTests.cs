using MlOps.Domain.Retraining;

namespace MlOps.Domain.Tests.Retraining;

public class RetrainingPolicyTests
{
    private static readonly GateThresholds Strict = new()
    {
        MinFeatureDriftRatio = 0.1,
        MinLabeledSamples = 200,
        MinCoveragePct = 30,
        MinF1Improvement = 0.02,
        MaxBrierIncrease = 0.01,
    };

    [Fact]
    public void A_policy_begins_with_version_1()
    {
        var policy = RetrainingPolicy.Define("default", Strict, "ada", Some.Time);

        Assert.Equal(("default", 1, "ada", true), (policy.Name, policy.Version, policy.ChangedBy, policy.IsCurrent));
        Assert.Equal(Strict, policy.Thresholds);
        Assert.Null(policy.ReplacedAt);
    }

    [Fact]
    public void A_change_makes_the_next_version_and_leaves_the_old_as_it_was()
    {
        var first = RetrainingPolicy.Define("default", Strict, "ada", Some.Time);
        first.BelongTo(Some.Tenant);
        var second = first.Change(Strict with { MinLabeledSamples = 100 }, "bob", Some.Time.AddHours(1));

        Assert.Equal((Strict, Some.Time.AddHours(1), false), (first.Thresholds, first.ReplacedAt, first.IsCurrent));
        Assert.Equal(("default", 2, "bob", true), (second.Name, second.Version, second.ChangedBy, second.IsCurrent));
        Assert.Equal((100, Some.Tenant, Some.Time.AddHours(1)), (second.MinLabeledSamples, second.TenantId, second.CreatedAt));
    }

    [Fact]
    public void Only_the_current_version_is_changed()
    {
        var first = RetrainingPolicy.Define("default", Strict, "ada", Some.Time);
        first.Change(Strict with { MinLabeledSamples = 100 }, "bob", Some.Time);

        Refused.Transition(() => first.Change(Strict with { MinLabeledSamples = 50 }, "eve", Some.Time), "Version 1", "'default'", "current version");
    }

    [Fact]
    public void A_change_that_is_refused_leaves_the_policy_as_it_was()
    {
        var policy = RetrainingPolicy.Define("default", Strict, "ada", Some.Time);

        Refused.Transition(() => policy.Change(Strict with { }, "bob", Some.Time), "already has these thresholds");
        Refused.Transition(() => policy.Change(Strict with { MinCoveragePct = 1 }, "bob", Some.Time.AddMicroseconds(-1)), "clocks");
        Refused.Value("MinCoveragePct", "101", () => policy.Change(Strict with { MinCoveragePct = 101 }, "bob", Some.Time));
        Refused.Value("ChangedBy", "''", () => policy.Change(Strict with { MinCoveragePct = 1 }, "", Some.Time));
        Refused.Value("Thresholds", "null", () => policy.Change(null!, "bob", Some.Time));
        Assert.True(policy.IsCurrent);
    }
}
