using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class StageTests
{
    public static TheoryData<ModelStage, ModelStage> Moves =>
        [.. Enum.GetValues<ModelStage>().SelectMany(_ => Enum.GetValues<ModelStage>(), (from, to) => (from, to))];

    [Theory, MemberData(nameof(Moves))]
    public void A_trained_version_makes_the_allowed_moves_and_no_others(ModelStage from, ModelStage to)
    {
        var version = Some.In(from);
        var before = StateOf(version);

        if (to == ModelStage.Production)
            Refused.Transition(() => version.MoveTo(to, Some.Change()), $"{version}", nameof(ModelVersion.PromoteToProduction));
        else if (!StageMoves.Allows(from, to))
            Refused.Transition(() => version.MoveTo(to, Some.Change()), $"{version}", $"{from}", $"{to}");
        else
        {
            var transition = version.MoveTo(to, Some.Change());
            Assert.Equal((from, to), (transition.FromStage, transition.ToStage));
            before = (to, to == ModelStage.Archived ? VersionStatus.Retired : VersionStatus.Active, Some.Change().At, Some.Change().At,
                version.PromotedAt, version.PromotedBy);
        }

        Assert.Equal(before, StateOf(version));
    }

    [Theory]
    [InlineData(ModelStage.None)]
    [InlineData(ModelStage.Staging)]
    [InlineData(ModelStage.Production)]
    [InlineData(ModelStage.Archived)]
    public void A_version_that_failed_or_still_trains_moves_nowhere(ModelStage to)
    {
        foreach (var version in new[] { Some.Failed(), Some.InTraining() })
        {
            var before = StateOf(version);

            Refused.Transition(() => version.MoveTo(to, Some.Change()), $"{version}");
            Refused.Transition(() => version.PromoteToProduction(null, Some.Change()), $"{version}", $"{version.Status}");
            Assert.Equal(before, StateOf(version));
        }
    }

    [Fact]
    public void A_transition_tells_who_moved_what_when_and_why()
    {
        var version = Some.Trained("3", Some.Model(tenant: Some.Tenant));
        var decision = new Guid("0195a000-0000-7000-8000-0000000000dd");
        var transition = version.MoveTo(ModelStage.Staging, Some.Change(2, decision));

        Assert.Equal((version.Id, "churn", "3"), (transition.ModelVersionId, transition.ModelName, transition.Version));
        Assert.Equal((ModelStage.None, ModelStage.Staging), (transition.FromStage, transition.ToStage));
        Assert.Equal(("ada", "better recall", decision), (transition.ChangedBy, transition.Reason, transition.DecisionId));
        Assert.Equal((Some.Time.AddHours(2), Some.Tenant), (transition.CreatedAt, transition.TenantId));
        Assert.Equal(7, transition.Id.Version);
        Assert.NotEqual(version.Id, transition.Id);
    }

    [Fact]
    public void A_clock_that_goes_backwards_is_refused()
    {
        var version = Some.In(ModelStage.Staging);
        var before = StateOf(version);

        Refused.Transition(
            () => version.MoveTo(ModelStage.Archived, Some.Change(0.99)), "2026-03-14T16:09:26", "2026-03-14T16:08:50", "clocks");
        Refused.Transition(() => version.PromoteToProduction(null, Some.Change(0.99)), "clocks");
        Assert.Equal(before, StateOf(version));
        Assert.Equal(ModelStage.Archived, version.MoveTo(ModelStage.Archived, Some.Change(1)).ToStage);
    }

    [Fact]
    public void An_undeclared_stage_and_a_missing_change_are_refused()
    {
        var version = Some.Trained();

        Refused.Value("Stage", "99", () => version.MoveTo((ModelStage)99, Some.Change()));
        Refused.Value("change", "null", () => version.MoveTo(ModelStage.Staging, null!));
        Refused.Value("change", "null", () => version.PromoteToProduction(null, null!));
        Assert.Equal(ModelStage.None, version.Stage);
    }

    private static object StateOf(ModelVersion version) =>
        (version.Stage, version.Status, version.StageChangedAt, version.UpdatedAt, version.PromotedAt, version.PromotedBy);
}
