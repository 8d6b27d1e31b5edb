using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class ModelAliasTests
{
    [Fact]
    public void An_alias_names_a_version_from_a_moment_on()
    {
        var version = Some.Trained("3", Some.Model(tenant: Some.Tenant));
        var alias = ModelAlias.Point("champion", version, "ada", Some.Time);

        Assert.Equal(("champion", "churn", version.Id, "3"), (alias.Alias, alias.ModelName, alias.ModelVersionId, alias.Version));
        Assert.Equal(("ada", Some.Time, null, null), (alias.SetBy, alias.ValidFrom, alias.ValidTo, alias.ClosedBy));
        Assert.Equal((Some.Tenant, Some.Time), (alias.TenantId, alias.UpdatedAt));
    }

    [Fact]
    public void Moving_ends_one_period_where_the_next_begins()
    {
        var model = Some.Model(tenant: Some.Tenant);
        var first = ModelAlias.Point("champion", Some.Trained("1", model), "ada", Some.Time);
        var second = first.MoveTo(Some.Trained("2", model), "bob", Some.Time.AddHours(1));

        Assert.Equal((Some.Time.AddHours(1), "bob", "1"), (first.ValidTo, first.ClosedBy, first.Version));
        Assert.Equal((Some.Time.AddHours(1), "bob", "2"), (second.ValidFrom, second.SetBy, second.Version));
        Assert.Equal(("champion", "churn", null, Some.Tenant), (second.Alias, second.ModelName, second.ValidTo, second.TenantId));
        Assert.NotEqual(first.Id, second.Id);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_version_that_failed_or_still_trains_gets_no_alias(bool failed)
    {
        var version = failed ? Some.Failed() : Some.InTraining();
        var alias = Champion();

        Refused.Transition(() => ModelAlias.Point("champion", version, "ada", Some.Time), $"{version}", $"{version.Status}");
        Refused.Transition(() => alias.MoveTo(version, "ada", Some.Time), $"{version}", $"{version.Status}");
        Assert.Null(alias.ValidTo);
    }

    [Fact]
    public void A_retired_version_may_have_one_again() =>
        Assert.Null(ModelAlias.Point("last-good", Some.In(ModelStage.Archived), "ada", Some.Time).ValidTo);

    [Fact]
    public void An_alias_belongs_to_one_model_and_one_tenant()
    {
        var alias = Champion();

        Refused.Transition(() => alias.MoveTo(Some.Trained("2", Some.Model("fraud")), "ada", Some.Time), "'champion'", "'churn'", "'fraud'");
        Refused.Transition(() => alias.MoveTo(Some.Trained("2", Some.Model(tenant: Some.Tenant)), "ada", Some.Time), $"{Some.Tenant}");
        Refused.Value("target", "null", () => alias.MoveTo(null!, "ada", Some.Time));
        Assert.Null(alias.ValidTo);
    }

    [Fact]
    public void An_alias_does_not_move_to_where_it_is()
    {
        var version = Some.Trained();
        var alias = ModelAlias.Point("champion", version, "ada", Some.Time);

        Refused.Transition(() => alias.MoveTo(version, "ada", Some.Time), "'champion'", "already names version 1");
    }

    [Fact]
    public void A_period_is_closed_once()
    {
        var alias = Champion();
        alias.Close("ada", Some.Time);

        Refused.Transition(() => alias.Close("bob", Some.Time.AddHours(1)), "until 2026-03-14T15:09:26");
        Refused.Transition(() => alias.MoveTo(Some.Trained("2"), "bob", Some.Time.AddHours(1)), "until 2026-03-14T15:09:26");
        Assert.Equal((Some.Time, "ada"), (alias.ValidTo, alias.ClosedBy));
    }

    [Fact]
    public void A_clock_that_goes_backwards_is_refused()
    {
        var alias = Champion();

        Refused.Transition(() => alias.Close("ada", Some.Time.AddMicroseconds(-1)), "'champion'", "clocks");
        Refused.Transition(() => alias.MoveTo(Some.Trained("2"), "ada", Some.Time.AddMicroseconds(-1)), "clocks");
        Refused.Value("ClosedBy", "''", () => alias.Close("", Some.Time));
        Assert.Equal((null, null), (alias.ValidTo, alias.ClosedBy));
    }

    private static ModelAlias Champion() => ModelAlias.Point("champion", Some.Trained(), "ada", Some.Time);
}
