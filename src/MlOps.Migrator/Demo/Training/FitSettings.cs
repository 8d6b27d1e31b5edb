namespace MlOps.Migrator.Demo.Training;

/// <summary>The hyperparameters of a version.</summary>
/// <param name="Steps">The steps of the fit.</param>
/// <param name="Examples">How many cases it has learned from.</param>
/// <param name="LeftOut">The inputs that it does not get.</param>
internal sealed record FitSettings(int Steps, int Examples, IReadOnlyList<string> LeftOut);
