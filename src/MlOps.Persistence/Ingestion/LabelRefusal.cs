using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion;

/// <summary>A label that could not be recorded, and why.</summary>
public sealed record LabelRefusal(Label Label, string Reason);
