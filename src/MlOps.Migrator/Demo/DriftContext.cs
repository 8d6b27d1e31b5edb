namespace MlOps.Migrator.Demo;

/// <summary>What a decision remembers of the drift that led to it.</summary>
internal sealed record DriftContext(string Method, double Statistic, double Threshold);
