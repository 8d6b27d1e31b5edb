namespace MlOps.Domain.Monitoring;

/// <summary>The result of a health check of the whole system. It never changes.</summary>
public sealed class HealthSnapshot : Entity
{
    private HealthSnapshot()
    {
    }

    private HealthSnapshot(IReadOnlyCollection<HealthFinding> findings, TimeSpan duration, DateTimeOffset at)
        : base(at)
    {
        if (Guard.Given(findings, nameof(Findings)).Count == 0)
            throw new InvalidValueException(nameof(Findings), "must hold at least one finding; they were empty");

        Findings = [.. findings.Select(finding => Guard.Given(finding, nameof(Findings)))];
        State = Findings.Max(finding => finding.State);
        Duration = Guard.NotNegative(duration, nameof(Duration));
    }

    /// <summary>The state of the whole is the state of its worst part.</summary>
    public HealthState State { get; private set; }

    public IReadOnlyList<HealthFinding> Findings { get; private set; } = [];

    /// <summary>How long the check took.</summary>
    public TimeSpan Duration { get; private set; }

    public static HealthSnapshot Take(
        IReadOnlyCollection<HealthFinding> findings, TimeSpan duration, DateTimeOffset at) =>
        new(findings, duration, at);
}
