namespace MlOps.Domain.Predictions;

/// <summary>Which feedback makes a label. All of it has a default.</summary>
public sealed record LabelPolicySettings
{
    /// <summary>How many users must give the same corrected value, and more than give any other one.</summary>
    public int MinAgreement { get; init; } = 1;

    /// <summary>The sources of feedback that count: "reviewer". All of them if it is null.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Why a label that is there already gives way to feedback that contradicts it. If it is null, the label stays.</summary>
    public string? CorrectionReason { get; init; }
}
