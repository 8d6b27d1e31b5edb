using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class PromotionTests
{
    private static readonly Guid OtherTenant = new("0195a000-0000-7000-8000-00000000000b");

    [Theory]
    [InlineData(ModelStage.None)]
    [InlineData(ModelStage.Staging)]
    [InlineData(ModelStage.Archived)]
    public void The_first_promotion_returns_one_transition(ModelStage from)
    {
        var version = Sample.VersionIn(from);
        var transition = Assert.Single(version.PromoteToProduction(null, Sample.StageChange()));

        Assert.Equal((from, ModelStage.Production), (transition.FromStage, transition.ToStage));
        Assert.Equal((ModelStage.Production, VersionStatus.Active), (version.Stage, version.Status));
        Assert.Equal((Sample.StageChange().At, "ada"), (version.PromotedAt, version.PromotedBy));
        Assert.Equal((Sample.StageChange().At, Sample.StageChange().At), (version.StageChangedAt, version.UpdatedAt));
    }

    [Fact]
    public void A_promotion_retires_the_incumbent_and_returns_both_transitions()
    {
        var incumbent = Sample.VersionIn(ModelStage.Production, "1", Sample.Model(tenant: Sample.Tenant));
        var version = Sample.VersionIn(ModelStage.Staging, "2", Sample.Model(tenant: Sample.Tenant));
        var decision = new Guid("0195a000-0000-7000-8000-0000000000dd");
        var transitions = version.PromoteToProduction(incumbent, Sample.StageChange(3, decision));

        Assert.Equal(
            [
                (incumbent.Id, "1", ModelStage.Production, ModelStage.Archived),
                (version.Id, "2", ModelStage.Staging, ModelStage.Production),
            ],
            transitions.Select(step => (step.ModelVersionId, step.Version, step.FromStage, step.ToStage)));
        Assert.All(transitions, step => Assert.Equal(
            ("churn", "ada", "better recall", decision, Sample.Time.AddHours(3), Sample.Tenant),
            (step.ModelName, step.ChangedBy, step.Reason, step.DecisionId, step.CreatedAt, step.TenantId)));
        Assert.Equal((ModelStage.Archived, VersionStatus.Retired), (incumbent.Stage, incumbent.Status));
        Assert.Equal((ModelStage.Production, VersionStatus.Active), (version.Stage, version.Status));
        Assert.Equal(Sample.Time.AddHours(1), incumbent.PromotedAt);
    }

    [Fact]
    public void A_retired_version_can_come_back()
    {
        var (first, second) = (Sample.VersionIn(ModelStage.Production), Sample.TrainedVersion("2"));
        second.PromoteToProduction(first, Sample.StageChange(2));
        var transitions = first.PromoteToProduction(
            second, new StageChange("grace", "rollback", Sample.Time.AddHours(3)));

        Assert.Equal(["2", "1"], transitions.Select(step => step.Version));
        Assert.Equal((ModelStage.Production, VersionStatus.Active), (first.Stage, first.Status));
        Assert.Equal((ModelStage.Archived, VersionStatus.Retired), (second.Stage, second.Status));
        Assert.Equal((Sample.Time.AddHours(3), "grace"), (first.PromotedAt, first.PromotedBy));
    }

    [Fact]
    public void A_version_in_production_cannot_be_promoted_again()
    {
        var version = Sample.VersionIn(ModelStage.Production);

        RefusesAndChangesNothing(version, null, Sample.StageChange(), "Production");
        RefusesAndChangesNothing(version, version, Sample.StageChange(), "Production");
    }

    [Fact]
    public void A_failed_version_and_one_in_training_cannot_be_promoted()
    {
        RefusesAndChangesNothing(
            Sample.FailedVersion("2"), Sample.VersionIn(ModelStage.Production), Sample.StageChange(), "Failed");
        RefusesAndChangesNothing(
            Sample.VersionInTraining("2"), Sample.VersionIn(ModelStage.Production), Sample.StageChange(), "Training");
    }

    [Fact]
    public void The_incumbent_must_be_of_the_same_model()
    {
        var other = Sample.VersionIn(ModelStage.Production, "7", Sample.Model("Churn"));

        RefusesAndChangesNothing(Sample.TrainedVersion("2"), other, Sample.StageChange(), "Version 7 of model 'Churn'");
    }

    [Fact]
    public void The_incumbent_must_be_of_the_same_tenant()
    {
        var ours = Sample.Model(tenant: Sample.Tenant);

        foreach (var foreign in new[] { Sample.Model(tenant: OtherTenant), Sample.Model() })
        {
            RefusesAndChangesNothing(
                Sample.TrainedVersion("2", ours),
                Sample.VersionIn(ModelStage.Production, "1", foreign),
                Sample.StageChange(),
                "Version 1");
            RefusesAndChangesNothing(
                Sample.TrainedVersion("2", foreign),
                Sample.VersionIn(ModelStage.Production, "1", ours),
                Sample.StageChange(),
                "Version 1");
        }
    }

    [Theory]
    [InlineData(ModelStage.None)]
    [InlineData(ModelStage.Staging)]
    [InlineData(ModelStage.Archived)]
    public void The_incumbent_must_be_in_production(ModelStage stage) =>
        RefusesAndChangesNothing(
            Sample.TrainedVersion("2"),
            Sample.VersionIn(stage),
            Sample.StageChange(),
            $"in {stage} and not in production");

    [Fact]
    public void A_promotion_before_the_last_move_of_either_version_is_refused()
    {
        var late = Sample.TrainedVersion();
        late.PromoteToProduction(null, Sample.StageChange(5));

        RefusesAndChangesNothing(
            Sample.TrainedVersion("2"), late, Sample.StageChange(4), "Version 1 of model 'churn' moved to Production");
        RefusesAndChangesNothing(
            Sample.VersionIn(ModelStage.Staging, "2"),
            Sample.VersionIn(ModelStage.Production),
            Sample.StageChange(0.5),
            "Version 2 of model 'churn' moved to Staging");
    }

    private static void RefusesAndChangesNothing(
        ModelVersion version, ModelVersion? incumbent, StageChange change, string mention)
    {
        var before = (StateOf(version), StateOf(incumbent));

        Refused.Transition(() => version.PromoteToProduction(incumbent, change), $"{version}"[..7], mention);
        Assert.Equal(before, (StateOf(version), StateOf(incumbent)));
    }

    private static object StateOf(ModelVersion? version) =>
        (
            version?.Stage,
            version?.Status,
            version?.StageChangedAt,
            version?.UpdatedAt,
            version?.PromotedAt,
            version?.PromotedBy);
}
