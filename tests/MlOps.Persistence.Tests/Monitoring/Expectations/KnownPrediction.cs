using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics;

namespace MlOps.Persistence.Tests.Monitoring.Expectations;

/// <summary>A prediction, and when the database gets it and its labels.</summary>
internal sealed class KnownPrediction
{
    public required DateTimeOffset At { get; init; }

    /// <summary>When it reaches the database, hours late for some.</summary>
    public required DateTimeOffset ArrivesAt { get; init; }

    public required double? Age { get; init; }

    public required double? Income { get; init; }

    public required string? Country { get; init; }

    public required string? Plan { get; init; }

    public required double Score { get; init; }

    public required string? Version { get; init; }

    /// <summary>That version in the registry, if it is there.</summary>
    public Guid? VersionId { get; init; }

    /// <summary>A value of the context.</summary>
    public string? Channel { get; init; }

    /// <summary>The label, and its correction if there is one.</summary>
    public required IReadOnlyList<KnownLabel> Labels { get; init; }

    public DateTimeOffset? StoredAt { get; set; }

    public Guid Id { get; private set; }

    /// <summary>The score if it is a probability.</summary>
    public double? Probability => Score is >= 0 and <= 1 ? Score : null;

    public ConfidenceInterval? Interval => Country == "fr" ? new ConfidenceInterval(Score - 0.4, Score + 0.4) : null;

    /// <summary>The label that the database had at a time.</summary>
    public double? FindLabel(DateTimeOffset known) => Labels.LastOrDefault(label => label.StoredAt <= known)?.Value;

    public Prediction ToEntity(string service, FeatureSchema schema)
    {
        var prediction = Prediction.ForService(service, "answer", Score, At, new PredictionDetails
        {
            Features = FeatureVector.Of(schema, [Age, Income], [Country, Plan]),
            Context = Channel is null ? null : Json.From(new { Channel }),
            ModelVersion = Version,
            ModelVersionId = VersionId,
            ConfidenceInterval = Interval,
        });
        Id = prediction.Id;
        return prediction;
    }
}
