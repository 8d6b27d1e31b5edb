namespace MlOps.Domain.Registry;

/// <summary>The origin of a version: its training run and the parameters.</summary>
public sealed record ModelVersionOrigin
{
    public static readonly ModelVersionOrigin Unknown = new();

    public string? MlflowRunId { get; init; }

    public Json? Hyperparameters { get; init; }

    public Json? Parameters { get; init; }
}
