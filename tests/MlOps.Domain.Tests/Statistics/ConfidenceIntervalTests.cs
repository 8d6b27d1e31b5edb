using MlOps.Domain.Statistics;


namespace MlOps.Domain.Tests.Statistics;

public class ConfidenceIntervalTests
{
    [Fact]
    public void An_interval_may_be_a_point() => Assert.Equal(0.5, new ConfidenceInterval(0.5, 0.5).Upper);

    [Fact]
    public void An_interval_upside_down_is_refused() =>
        Refused.Value("Lower", "it was 0.75 above 0.25", () => new ConfidenceInterval(0.75, 0.25));
}
