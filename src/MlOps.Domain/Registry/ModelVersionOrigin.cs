namespace MlOps.Domain.Registry;

/// <summary>Where a version comes from: the run that trains it, and with what.</summary>
public sealed record ModelVersionOrigin
{
    public static readonly ModelVersionOrigin Unknown = new();

    public string? MlflowRunId { get; init; }

    public Json? Hyperparameters { get; init; }

    public Json? Parameters { get; init; }
}
