using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion;

/// <summary>A label that could not be recorded, and why.</summary>
public sealed record LabelRefusal(Label Label, string Reason)
{
    /// <summary>Whether the prediction is not stored, which can still happen.</summary>
    public bool IsEarly { get; init; }
}
