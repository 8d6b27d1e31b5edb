using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class StageTests
{
    public static TheoryData<ModelStage, ModelStage> Moves =>
        [.. Enum.GetValues<ModelStage>().SelectMany(_ => Enum.GetValues<ModelStage>(), (from, to) => (from, to))];

    [Theory, MemberData(nameof(Moves))]
    public void A_trained_version_makes_the_allowed_moves_and_no_others(ModelStage from, ModelStage to)
    {
        var version = Sample.VersionIn(from);
        var before = StateOf(version);

        if (to == ModelStage.Production)
            Refused.Transition(
                () => version.MoveTo(to, Sample.StageChange()), $"{version}", nameof(ModelVersion.PromoteToProduction));
        else if (!StageMoves.Allows(from, to))
            Refused.Transition(() => version.MoveTo(to, Sample.StageChange()), $"{version}", $"{from}", $"{to}");
        else
        {
            var transition = version.MoveTo(to, Sample.StageChange());
            Assert.Equal((from, to), (transition.FromStage, transition.ToStage));
            before = (
                to,
                to == ModelStage.Archived ? VersionStatus.Retired : VersionStatus.Active,
                Sample.StageChange().At,
                Sample.StageChange().At,
                version.PromotedAt,
                version.PromotedBy);
        }

        Assert.Equal(before, StateOf(version));
    }

    [Theory]
    [InlineData(ModelStage.None)]
    [InlineData(ModelStage.Staging)]
    [InlineData(ModelStage.Production)]
    [InlineData(ModelStage.Archived)]
    public void A_failed_version_and_one_in_training_cannot_move(ModelStage to)
    {
        foreach (var version in new[] { Sample.FailedVersion(), Sample.VersionInTraining() })
        {
            var before = StateOf(version);

            Refused.Transition(() => version.MoveTo(to, Sample.StageChange()), $"{version}");
            Refused.Transition(
                () => version.PromoteToProduction(null, Sample.StageChange()), $"{version}", $"{version.Status}");
            Assert.Equal(before, StateOf(version));
        }
    }

    [Fact]
    public void A_transition_has_its_version_its_author_its_time_and_its_reason()
    {
        var version = Sample.TrainedVersion("3", Sample.Model(tenant: Sample.Tenant));
        var decision = new Guid("0195a000-0000-7000-8000-0000000000dd");
        var transition = version.MoveTo(ModelStage.Staging, Sample.StageChange(2, decision));

        Assert.Equal((version.Id, "churn", "3"), (transition.ModelVersionId, transition.ModelName, transition.Version));
        Assert.Equal((ModelStage.None, ModelStage.Staging), (transition.FromStage, transition.ToStage));
        Assert.Equal(
            ("ada", "better recall", decision), (transition.ChangedBy, transition.Reason, transition.DecisionId));
        Assert.Equal((Sample.Time.AddHours(2), Sample.Tenant), (transition.CreatedAt, transition.TenantId));
        Assert.Equal(7, transition.Id.Version);
        Assert.NotEqual(version.Id, transition.Id);
    }

    [Fact]
    public void A_time_before_the_last_step_is_refused()
    {
        var version = Sample.VersionIn(ModelStage.Staging);
        var before = StateOf(version);

        Refused.Transition(
            () => version.MoveTo(ModelStage.Archived, Sample.StageChange(0.99)),
            "2026-03-14T16:09:26",
            "2026-03-14T16:08:50",
            "clocks");
        Refused.Transition(() => version.PromoteToProduction(null, Sample.StageChange(0.99)), "clocks");
        Assert.Equal(before, StateOf(version));
        Assert.Equal(ModelStage.Archived, version.MoveTo(ModelStage.Archived, Sample.StageChange(1)).ToStage);
    }

    [Fact]
    public void An_undeclared_stage_and_a_missing_change_are_refused()
    {
        var version = Sample.TrainedVersion();

        Refused.Value("Stage", "99", () => version.MoveTo((ModelStage)99, Sample.StageChange()));
        Refused.Value("change", "null", () => version.MoveTo(ModelStage.Staging, null!));
        Refused.Value("change", "null", () => version.PromoteToProduction(null, null!));
        Assert.Equal(ModelStage.None, version.Stage);
    }

    private static object StateOf(ModelVersion version) =>
        (
            version.Stage,
            version.Status,
            version.StageChangedAt,
            version.UpdatedAt,
            version.PromotedAt,
            version.PromotedBy);
}
