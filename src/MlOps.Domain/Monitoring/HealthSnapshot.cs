namespace MlOps.Domain.Monitoring;

/// <summary>What a health check saw of the whole system. It is never changed.</summary>
public sealed class HealthSnapshot : Entity
{
    private HealthSnapshot()
    {
    }

    private HealthSnapshot(IReadOnlyCollection<HealthFinding> findings, TimeSpan duration, DateTimeOffset at)
        : base(at)
    {
        if (Guard.Given(findings, nameof(Findings)).Count == 0)
            throw new InvalidValueException(nameof(Findings), "must tell of one part at least; they were empty");

        Findings = [.. findings.Select(finding => Guard.Given(finding, nameof(Findings)))];
        State = Findings.Max(finding => finding.State);
        Duration = Guard.NotNegative(duration, nameof(Duration));
    }

    /// <summary>The whole is as well as its worst part.</summary>
    public HealthState State { get; private set; }

    public IReadOnlyList<HealthFinding> Findings { get; private set; } = [];

    /// <summary>How long it took to look.</summary>
    public TimeSpan Duration { get; private set; }

    public static HealthSnapshot Take(IReadOnlyCollection<HealthFinding> findings, TimeSpan duration, DateTimeOffset at) =>
        new(findings, duration, at);
}
