using MlOps.Domain;

namespace MlOps.Migrator.Training;

/// <summary>What a training begins with.</summary>
internal sealed record TrainingPlan
{
    public required string Model { get; init; }

    public required string Version { get; init; }

    public required int Epochs { get; init; }

    public required string Worker { get; init; }

    public string? Dataset { get; init; }

    /// <summary>The version of the dataset. Null for the newest one.</summary>
    public string? DatasetVersion { get; init; }

    public Json? Hyperparameters { get; init; }
}
