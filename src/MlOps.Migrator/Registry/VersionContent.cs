using MlOps.Domain;
using MlOps.Domain.Registry;

namespace MlOps.Migrator.Registry;

/// <summary>What a user says of a version. What was not given is null, and is not compared with a version that exists.</summary>
internal sealed record VersionContent(string Version)
{
    /// <summary>Whether its training is still to come.</summary>
    public bool IsInTraining { get; init; }

    public string? RunId { get; init; }

    public Json? Hyperparameters { get; init; }

    public MetricSet? Metrics { get; init; }

    public double? F1Score { get; init; }

    public double? BrierScore { get; init; }

    public Artifact? Artifact { get; init; }

    /// <summary>The new version, which is trained unless it is in training.</summary>
    public ModelVersion Register(Model model, DateTimeOffset at)
    {
        var version = ModelVersion.Begin(
            model, Version, at, new ModelVersionOrigin { MlflowRunId = RunId, Hyperparameters = Hyperparameters });
        if (IsInTraining)
            return version;

        version.CompleteTraining(at, Metrics, F1Score, BrierScore);
        if (Artifact is not null)
            version.Attach(Artifact, at);

        return version;
    }

    /// <summary>The names of what the stored version has otherwise.</summary>
    public IEnumerable<string> FindDifferences(ModelVersion stored)
    {
        if (RunId is not null && RunId != stored.MlflowRunId)
            yield return $"run id '{stored.MlflowRunId}'";

        if (Hyperparameters is not null && !Hyperparameters.Equals(stored.Hyperparameters))
            yield return $"hyperparameters {stored.Hyperparameters?.Text ?? "none"}";

        if (Metrics is not null && !Metrics.Equals(stored.Metrics))
            yield return $"metrics {string.Join(", ", stored.Metrics.Select(metric => $"{metric.Key}={metric.Value}"))}";

        if (F1Score is not null && F1Score != stored.F1Score)
            yield return $"f1 {stored.F1Score}";

        if (BrierScore is not null && BrierScore != stored.BrierScore)
            yield return $"brier {stored.BrierScore}";

        if (Artifact is not null && Artifact != stored.Artifact)
            yield return $"artifact '{stored.Artifact?.Reference}', {stored.Artifact?.SizeBytes} bytes, {stored.Artifact?.Checksum}";
    }
}
