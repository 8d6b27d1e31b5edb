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
        var version = Some.In(from);
        var transition = Assert.Single(version.PromoteToProduction(null, Some.Change()));

        Assert.Equal((from, ModelStage.Production), (transition.FromStage, transition.ToStage));
        Assert.Equal((ModelStage.Production, VersionStatus.Active), (version.Stage, version.Status));
        Assert.Equal((Some.Change().At, "ada"), (version.PromotedAt, version.PromotedBy));
        Assert.Equal((Some.Change().At, Some.Change().At), (version.StageChangedAt, version.UpdatedAt));
    }

    [Fact]
    public void A_promotion_retires_the_incumbent_and_returns_both_transitions()
    {
        var incumbent = Some.In(ModelStage.Production, "1", Some.Model(tenant: Some.Tenant));
        var version = Some.In(ModelStage.Staging, "2", Some.Model(tenant: Some.Tenant));
        var decision = new Guid("0195a000-0000-7000-8000-0000000000dd");
        var transitions = version.PromoteToProduction(incumbent, Some.Change(3, decision));

        Assert.Equal(
            [
                (incumbent.Id, "1", ModelStage.Production, ModelStage.Archived),
                (version.Id, "2", ModelStage.Staging, ModelStage.Production),
            ],
            transitions.Select(step => (step.ModelVersionId, step.Version, step.FromStage, step.ToStage)));
        Assert.All(transitions, step => Assert.Equal(
            ("churn", "ada", "better recall", decision, Some.Time.AddHours(3), Some.Tenant),
            (step.ModelName, step.ChangedBy, step.Reason, step.DecisionId, step.CreatedAt, step.TenantId)));
        Assert.Equal((ModelStage.Archived, VersionStatus.Retired), (incumbent.Stage, incumbent.Status));
        Assert.Equal((ModelStage.Production, VersionStatus.Active), (version.Stage, version.Status));
        Assert.Equal(Some.Time.AddHours(1), incumbent.PromotedAt);
    }

    [Fact]
    public void A_retired_version_can_come_back()
    {
        var (first, second) = (Some.In(ModelStage.Production), Some.Trained("2"));
        second.PromoteToProduction(first, Some.Change(2));
        var transitions = first.PromoteToProduction(second, new StageChange("grace", "rollback", Some.Time.AddHours(3)));

        Assert.Equal(["2", "1"], transitions.Select(step => step.Version));
        Assert.Equal((ModelStage.Production, VersionStatus.Active), (first.Stage, first.Status));
        Assert.Equal((ModelStage.Archived, VersionStatus.Retired), (second.Stage, second.Status));
        Assert.Equal((Some.Time.AddHours(3), "grace"), (first.PromotedAt, first.PromotedBy));
    }

    [Fact]
    public void A_version_in_production_cannot_be_promoted_again()
    {
        var version = Some.In(ModelStage.Production);

        RefusesAndChangesNothing(version, null, Some.Change(), "Production");
        RefusesAndChangesNothing(version, version, Some.Change(), "Production");
    }

    [Fact]
    public void A_version_that_failed_or_still_trains_cannot_be_promoted()
    {
        RefusesAndChangesNothing(Some.Failed("2"), Some.In(ModelStage.Production), Some.Change(), "Failed");
        RefusesAndChangesNothing(Some.InTraining("2"), Some.In(ModelStage.Production), Some.Change(), "Training");
    }

    [Fact]
    public void The_incumbent_must_be_of_the_same_model()
    {
        var other = Some.In(ModelStage.Production, "7", Some.Model("Churn"));

        RefusesAndChangesNothing(Some.Trained("2"), other, Some.Change(), "Version 7 of model 'Churn'");
    }

    [Fact]
    public void The_incumbent_must_be_of_the_same_tenant()
    {
        var ours = Some.Model(tenant: Some.Tenant);

        foreach (var foreign in new[] { Some.Model(tenant: OtherTenant), Some.Model() })
        {
            RefusesAndChangesNothing(Some.Trained("2", ours), Some.In(ModelStage.Production, "1", foreign), Some.Change(), "Version 1");
            RefusesAndChangesNothing(Some.Trained("2", foreign), Some.In(ModelStage.Production, "1", ours), Some.Change(), "Version 1");
        }
    }

    [Theory]
    [InlineData(ModelStage.None)]
    [InlineData(ModelStage.Staging)]
    [InlineData(ModelStage.Archived)]
    public void The_incumbent_must_be_in_production(ModelStage stage) =>
        RefusesAndChangesNothing(Some.Trained("2"), Some.In(stage), Some.Change(), $"in {stage} and not in production");

    [Fact]
    public void A_promotion_before_the_last_move_of_either_version_is_refused()
    {
        var late = Some.Trained();
        late.PromoteToProduction(null, Some.Change(5));

        RefusesAndChangesNothing(Some.Trained("2"), late, Some.Change(4), "Version 1 of model 'churn' moved to Production");
        RefusesAndChangesNothing(
            Some.In(ModelStage.Staging, "2"), Some.In(ModelStage.Production), Some.Change(0.5), "Version 2 of model 'churn' moved to Staging");
    }

    private static void RefusesAndChangesNothing(ModelVersion version, ModelVersion? incumbent, StageChange change, string mention)
    {
        var before = (StateOf(version), StateOf(incumbent));

        Refused.Transition(() => version.PromoteToProduction(incumbent, change), $"{version}"[..7], mention);
        Assert.Equal(before, (StateOf(version), StateOf(incumbent)));
    }

    private static object StateOf(ModelVersion? version) =>
        (version?.Stage, version?.Status, version?.StageChangedAt, version?.UpdatedAt, version?.PromotedAt, version?.PromotedBy);
}
