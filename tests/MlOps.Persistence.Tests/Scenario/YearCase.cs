using MlOps.Persistence.Tests.Monitoring.Expectations;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>A question that the service is asked, and the truth that comes to light later.</summary>
internal sealed record YearCase
{
    public required DateTimeOffset At { get; init; }

    public required DateTimeOffset ArrivesAt { get; init; }

    public required double? Age { get; init; }

    public required double? Income { get; init; }

    public required string? Country { get; init; }

    public required string Plan { get; init; }

    public required string? Channel { get; init; }

    /// <summary>The label, and its correction if there is one.</summary>
    public required IReadOnlyList<KnownLabel> Labels { get; init; }

    /// <summary>What a version answers.</summary>
    public KnownPrediction Answer(double score, string version, Guid versionId) => new()
    {
        At = At,
        ArrivesAt = ArrivesAt,
        Age = Age,
        Income = Income,
        Country = Country,
        Plan = Plan,
        Channel = Channel,
        Score = score,
        Version = version,
        VersionId = versionId,
        Labels = Labels,
    };
}
