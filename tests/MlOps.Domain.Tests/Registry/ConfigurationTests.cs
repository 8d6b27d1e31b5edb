using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class ConfigurationTests
{
    private static readonly Json Open = Json.Parse("""{"port": 22, "public": true}""");
    private static readonly Json Shut = Json.Parse("""{"port": 22, "public": false}""");

    [Fact]
    public void Without_a_baseline_nothing_deviates()
    {
        var configuration = Configuration.Record("vm-1", Open, Some.Time);

        Assert.Equal((null, null, false), (configuration.PolicyContext, configuration.BaselineConfig, configuration.DeviatesFromBaseline));
    }

    [Fact]
    public void What_differs_from_the_baseline_deviates_until_it_is_accepted()
    {
        var configuration = Configuration.Record("vm-1", Shut, Some.Time, baselineConfig: Json.Parse("""{"public": false, "port": 22}"""));
        Assert.False(configuration.DeviatesFromBaseline);

        configuration.Observe(Open, Some.Time.AddHours(1));
        Assert.True(configuration.DeviatesFromBaseline);

        configuration.AcceptAsBaseline(Some.Time.AddHours(2));
        Assert.False(configuration.DeviatesFromBaseline);
        Assert.Equal((Open, Open, Some.Time.AddHours(2)), (configuration.Features, configuration.BaselineConfig, configuration.UpdatedAt));
    }

    [Fact]
    public void The_policies_that_hold_for_it_can_change_and_end()
    {
        var configuration = Configuration.Record("vm-1", Open, Some.Time);
        configuration.SetPolicyContext(Shut, Some.Time.AddHours(1));
        Assert.Equal(Shut, configuration.PolicyContext);

        configuration.SetPolicyContext(null, Some.Time.AddHours(2));
        Assert.Equal((null, Some.Time.AddHours(2)), (configuration.PolicyContext, configuration.UpdatedAt));
    }

    [Fact]
    public void A_change_that_is_refused_changes_nothing()
    {
        var configuration = Configuration.Record("vm-1", Open, Some.Time);

        Refused.Value("Features", "null", () => configuration.Observe(null!, Some.Time.AddHours(1)));
        foreach (var time in Hostile.Times)
        {
            Refused.Value("UpdatedAt", "1970", () => configuration.Observe(Shut, time));
            Refused.Value("UpdatedAt", "1970", () => configuration.SetPolicyContext(Shut, time));
            Refused.Value("UpdatedAt", "1970", () => configuration.AcceptAsBaseline(time));
        }

        Assert.Equal((Open, null, null, Some.Time), (configuration.Features, configuration.PolicyContext, configuration.BaselineConfig, configuration.UpdatedAt));
    }
}
