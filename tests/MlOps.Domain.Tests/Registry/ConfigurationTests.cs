using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class ConfigurationTests
{
    private static readonly Json Open = Json.Parse("""{"port": 22, "public": true}""");
    private static readonly Json Shut = Json.Parse("""{"port": 22, "public": false}""");

    [Fact]
    public void Without_a_baseline_nothing_deviates()
    {
        var configuration = Configuration.Record("vm-1", Open, Sample.Time);

        Assert.Equal(
            (null, null, false),
            (configuration.PolicyContext, configuration.BaselineConfig, configuration.DeviatesFromBaseline));
    }

    [Fact]
    public void A_configuration_deviates_from_its_baseline_until_it_is_accepted()
    {
        var configuration = Configuration.Record(
            "vm-1", Shut, Sample.Time, baselineConfig: Json.Parse("""{"public": false, "port": 22}"""));
        Assert.False(configuration.DeviatesFromBaseline);

        configuration.Observe(Open, Sample.Time.AddHours(1));
        Assert.True(configuration.DeviatesFromBaseline);

        configuration.AcceptAsBaseline(Sample.Time.AddHours(2));
        Assert.False(configuration.DeviatesFromBaseline);
        Assert.Equal(
            (Open, Open, Sample.Time.AddHours(2)),
            (configuration.Features, configuration.BaselineConfig, configuration.UpdatedAt));
    }

    [Fact]
    public void The_policies_can_be_changed_and_removed()
    {
        var configuration = Configuration.Record("vm-1", Open, Sample.Time);
        configuration.SetPolicyContext(Shut, Sample.Time.AddHours(1));
        Assert.Equal(Shut, configuration.PolicyContext);

        configuration.SetPolicyContext(null, Sample.Time.AddHours(2));
        Assert.Equal((null, Sample.Time.AddHours(2)), (configuration.PolicyContext, configuration.UpdatedAt));
    }

    [Fact]
    public void A_refused_change_changes_nothing()
    {
        var configuration = Configuration.Record("vm-1", Open, Sample.Time);

        Refused.Value("Features", "null", () => configuration.Observe(null!, Sample.Time.AddHours(1)));
        foreach (var time in Hostile.Times)
        {
            Refused.Value("UpdatedAt", "1970", () => configuration.Observe(Shut, time));
            Refused.Value("UpdatedAt", "1970", () => configuration.SetPolicyContext(Shut, time));
            Refused.Value("UpdatedAt", "1970", () => configuration.AcceptAsBaseline(time));
        }

        Assert.Equal((Open, Sample.Time), (configuration.Features, configuration.UpdatedAt));
        Assert.Equal((null, null), (configuration.PolicyContext, configuration.BaselineConfig));
    }
}
