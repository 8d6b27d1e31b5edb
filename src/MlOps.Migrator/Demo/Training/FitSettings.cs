using MlOps.Domain.Registry;

namespace MlOps.Migrator.Demo.Training;

/// <summary>How a version was fitted: its hyperparameters.</summary>
/// <param name="Fit">The name of the method, by which the demo knows its versions.</param>
/// <param name="Steps">The steps of the fit.</param>
/// <param name="Examples">How many cases it has learned from.</param>
/// <param name="Measured">How many cases its metrics are of.</param>
/// <param name="OnOwnExamples">Whether these are the cases that it has learned from.</param>
/// <param name="Omitted">The inputs that it does not get.</param>
internal sealed record FitSettings(
    string Fit, int Steps, int Examples, int Measured, bool OnOwnExamples, IReadOnlyList<string> Omitted)
{
    public const string Method = "logistic regression of the demo";

    /// <summary>Whether the demo has fitted a version.</summary>
    public static bool IsOf(ModelVersion version) => Find(version) is not null;

    /// <summary>The settings of a version. Null if the demo has not fitted it.</summary>
    public static FitSettings? Find(ModelVersion version) =>
        version.Hyperparameters?.Text.Contains(Method, StringComparison.Ordinal) == true
            ? version.Hyperparameters.As<FitSettings>() : null;
}
