using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests.Monitoring;

public class HealthSnapshotTests
{
    [Theory]
    [InlineData(HealthState.Healthy, HealthState.Healthy, HealthState.Healthy)]
    [InlineData(HealthState.Degraded, HealthState.Healthy, HealthState.Degraded)]
    [InlineData(HealthState.Degraded, HealthState.Unhealthy, HealthState.Unhealthy)]
    public void The_state_of_the_whole_is_the_state_of_its_worst_part(
        HealthState one, HealthState other, HealthState whole)
    {
        HealthFinding[] findings = [new("connection", one), new("slices", other, "none ahead")];
        var snapshot = HealthSnapshot.Take(findings, TimeSpan.FromSeconds(1), Sample.Time);

        Assert.Equal((whole, TimeSpan.FromSeconds(1)), (snapshot.State, snapshot.Duration));
        Assert.Equal(findings, snapshot.Findings);
    }

    [Fact]
    public void A_snapshot_without_findings_is_refused()
    {
        Refused.Value("Findings", "empty", () => HealthSnapshot.Take([], TimeSpan.Zero, Sample.Time));
        Refused.Value("Findings", "null", () => HealthSnapshot.Take([null!], TimeSpan.Zero, Sample.Time));
    }
}
