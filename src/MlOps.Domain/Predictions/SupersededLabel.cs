namespace MlOps.Domain.Predictions;

/// <summary>A label that turned out to be wrong, and why.</summary>
public sealed record SupersededLabel(
    double ActualValue, DateTimeOffset LabelledAt, DateTimeOffset SupersededAt, string Reason, string? Source = null);
