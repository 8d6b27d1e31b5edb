using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class ModelAliasTests
{
    [Fact]
    public void An_alias_names_a_version_from_a_time_on()
    {
        var version = Sample.TrainedVersion("3", Sample.Model(tenant: Sample.Tenant));
        var alias = ModelAlias.Point("champion", version, "ada", Sample.Time);

        Assert.Equal(
            ("champion", "churn", version.Id, "3"),
            (alias.Alias, alias.ModelName, alias.ModelVersionId, alias.Version));
        Assert.Equal(("ada", Sample.Time, null, null), (alias.SetBy, alias.ValidFrom, alias.ValidTo, alias.ClosedBy));
        Assert.Equal((Sample.Tenant, Sample.Time), (alias.TenantId, alias.UpdatedAt));
    }

    [Fact]
    public void A_move_ends_one_period_at_the_start_of_the_next()
    {
        var model = Sample.Model(tenant: Sample.Tenant);
        var first = ModelAlias.Point("champion", Sample.TrainedVersion("1", model), "ada", Sample.Time);
        var second = first.MoveTo(Sample.TrainedVersion("2", model), "bob", Sample.Time.AddHours(1));

        Assert.Equal((Sample.Time.AddHours(1), "bob", "1"), (first.ValidTo, first.ClosedBy, first.Version));
        Assert.Equal((Sample.Time.AddHours(1), "bob", "2"), (second.ValidFrom, second.SetBy, second.Version));
        Assert.Equal(
            ("champion", "churn", null, Sample.Tenant),
            (second.Alias, second.ModelName, second.ValidTo, second.TenantId));
        Assert.NotEqual(first.Id, second.Id);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_failed_version_and_one_in_training_cannot_get_an_alias(bool failed)
    {
        var version = failed ? Sample.FailedVersion() : Sample.VersionInTraining();
        var alias = PointChampion();

        Refused.Transition(
            () => ModelAlias.Point("champion", version, "ada", Sample.Time), $"{version}", $"{version.Status}");
        Refused.Transition(() => alias.MoveTo(version, "ada", Sample.Time), $"{version}", $"{version.Status}");
        Assert.Null(alias.ValidTo);
    }

    [Fact]
    public void A_retired_version_can_get_an_alias_again() =>
        Assert.Null(ModelAlias.Point("last-good", Sample.VersionIn(ModelStage.Archived), "ada", Sample.Time).ValidTo);

    [Fact]
    public void An_alias_belongs_to_one_model_and_one_tenant()
    {
        var alias = PointChampion();

        Refused.Transition(
            () => alias.MoveTo(Sample.TrainedVersion("2", Sample.Model("fraud")), "ada", Sample.Time),
            "'champion'",
            "'churn'",
            "'fraud'");
        Refused.Transition(
            () => alias.MoveTo(Sample.TrainedVersion("2", Sample.Model(tenant: Sample.Tenant)), "ada", Sample.Time),
            $"{Sample.Tenant}");
        Refused.Value("target", "null", () => alias.MoveTo(null!, "ada", Sample.Time));
        Assert.Null(alias.ValidTo);
    }

    [Fact]
    public void An_alias_cannot_move_to_its_own_version()
    {
        var version = Sample.TrainedVersion();
        var alias = ModelAlias.Point("champion", version, "ada", Sample.Time);

        Refused.Transition(() => alias.MoveTo(version, "ada", Sample.Time), "'champion'", "already names version 1");
    }

    [Fact]
    public void A_period_is_closed_once()
    {
        var alias = PointChampion();
        alias.Close("ada", Sample.Time);

        Refused.Transition(() => alias.Close("bob", Sample.Time.AddHours(1)), "until 2026-03-14T15:09:26");
        Refused.Transition(
            () => alias.MoveTo(Sample.TrainedVersion("2"), "bob", Sample.Time.AddHours(1)),
            "until 2026-03-14T15:09:26");
        Assert.Equal((Sample.Time, "ada"), (alias.ValidTo, alias.ClosedBy));
    }

    [Fact]
    public void A_time_before_the_last_step_is_refused()
    {
        var alias = PointChampion();

        Refused.Transition(() => alias.Close("ada", Sample.Time.AddMicroseconds(-1)), "'champion'", "clocks");
        Refused.Transition(
            () => alias.MoveTo(Sample.TrainedVersion("2"), "ada", Sample.Time.AddMicroseconds(-1)), "clocks");
        Refused.Value("ClosedBy", "''", () => alias.Close("", Sample.Time));
        Assert.Equal((null, null), (alias.ValidTo, alias.ClosedBy));
    }

    private static ModelAlias PointChampion() =>
        ModelAlias.Point("champion", Sample.TrainedVersion(), "ada", Sample.Time);
}
