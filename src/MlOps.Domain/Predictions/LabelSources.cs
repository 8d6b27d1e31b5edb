namespace MlOps.Domain.Predictions;

/// <summary>Where MlOps itself takes labels from. Writers can name others.</summary>
public static class LabelSources
{
    /// <summary>The corrected value of feedback, by a label policy.</summary>
    public const string Feedback = "feedback";

    /// <summary>A file of labels.</summary>
    public const string File = "file";

    internal static string? Require(string? source, string property) =>
        source is null ? null : Guard.Text(source, property, Prediction.MaxNameLength);
}
