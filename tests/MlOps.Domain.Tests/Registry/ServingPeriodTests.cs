using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class ServingPeriodTests
{
    [Fact]
    public void A_promotion_begins_a_period_and_ends_that_of_the_incumbent()
    {
        var model = Sample.Model(tenant: Sample.Tenant);
        var (first, second) = (Sample.TrainedVersion("1", model), Sample.TrainedVersion("2", model));
        var decision = new Guid("0195a000-0000-7000-8000-0000000000dd");
        first.PromoteToProduction(null, Sample.StageChange(1));
        second.PromoteToProduction(first, Sample.StageChange(2, decision));

        var (ended, open) = (Assert.Single(first.ServingPeriods), Assert.Single(second.ServingPeriods));
        Assert.Equal((At(1), At(2), At(1), null), (ended.ServedFrom, ended.ServedTo, ended.PromotedAt, ended.DecisionId));
        Assert.Equal((At(2), null, At(2), decision), (open.ServedFrom, open.ServedTo, open.PromotedAt, open.DecisionId));
        Assert.Equal(("churn", second.Id, "2", Sample.Tenant), (open.ModelName, open.ModelVersionId, open.Version, open.TenantId));
        Assert.False(open.IsRollback);
    }

    [Fact]
    public void A_version_that_is_archived_ends_its_period()
    {
        var version = Sample.VersionIn(ModelStage.Production);
        version.MoveTo(ModelStage.Archived, Sample.StageChange(3));
        Assert.Equal((At(1), At(3)), (version.ServingPeriods.Single().ServedFrom, version.ServingPeriods.Single().ServedTo));

        version.MoveTo(ModelStage.Staging, Sample.StageChange(4));
        Assert.Single(version.ServingPeriods);
    }

    [Fact]
    public void A_rollback_remembers_the_promotion_that_it_returns_to()
    {
        var (first, second) = (Sample.VersionIn(ModelStage.Production), Sample.TrainedVersion("2"));
        second.PromoteToProduction(first, Sample.StageChange(2));
        var transitions = first.ReturnToProduction(first.ServingPeriods.Single(), second, Sample.StageChange(3));

        Assert.Equal(["2", "1"], transitions.Select(step => step.Version));
        var returned = first.ServingPeriods.Single(period => period.ServedTo is null);
        Assert.Equal((At(3), At(1), true), (returned.ServedFrom, returned.PromotedAt, returned.IsRollback));
    }

    [Fact]
    public void A_version_returns_to_periods_of_its_own_alone()
    {
        var (first, second) = (Sample.VersionIn(ModelStage.Production), Sample.TrainedVersion("2"));
        var foreign = first.ServingPeriods.Single();
        Refused.Transition(() => second.ReturnToProduction(foreign, first, Sample.StageChange()), "version 1", "Version 2");
        Refused.Value("earlier", "null", () => second.ReturnToProduction(null!, first, Sample.StageChange()));
        Refused.Value("incumbent", "null", () => first.ReturnToProduction(foreign, null!, Sample.StageChange()));
    }

    [Fact]
    public void Only_a_version_in_production_without_a_period_needs_one()
    {
        Refused.Transition(() => Sample.VersionIn(ModelStage.Production).RecordServing(), "needs no serving period");
        Refused.Transition(() => Sample.VersionIn(ModelStage.Staging).RecordServing(), "needs no serving period");
    }

    private static DateTimeOffset At(double hours) => Sample.Time.AddHours(hours);
}
