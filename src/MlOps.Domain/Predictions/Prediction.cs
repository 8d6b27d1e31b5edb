using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using MlOps.Domain.Registry;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Predictions;

/// <summary>
/// One answer of one service, with the true value once that is known. A service with data of its own has a derived
/// class; all other services use this class.
/// </summary>
public class Prediction : Entity
{
    public const int MaxNameLength = 100;
    public const int MaxVersionLength = 50;
    public const int MaxTargetLength = 500;
    public const int MaxTextLength = 1_000_000;
    public const int MaxRequestLength = 255;

    // This is null for nearly all predictions, and so is the column.
    private IReadOnlyList<SupersededLabel>? _supersededLabels;

    private readonly HashSet<Feedback> _feedback = [];

    private readonly HashSet<ShadowScore> _shadowScores = [];

    /// <summary>For the persistence layer, which fills the properties itself.</summary>
    protected Prediction()
    {
    }

    /// <param name="serviceName">The service that answers.</param>
    /// <param name="predictionType">What it predicts: "code-quality", for instance.</param>
    /// <param name="predictedValue">The answer if it is one number. If not, the details must hold an output.</param>
    /// <param name="at">The time of the answer.</param>
    /// <param name="details">Further information about the answer.</param>
    protected Prediction(
        string serviceName,
        string predictionType,
        double? predictedValue,
        DateTimeOffset at,
        PredictionDetails? details)
        : base(at)
    {
        details ??= PredictionDetails.None;
        if (predictedValue is null && details.Output is null)
            throw new InvalidValueException(
                nameof(PredictedValue), $"must be given, or an {nameof(Output)}; both were null");

        ServiceName = Guard.Text(serviceName, nameof(ServiceName), MaxNameLength);
        PredictionType = Guard.Text(predictionType, nameof(PredictionType), MaxNameLength);
        PredictedValue = Guard.Finite(predictedValue, nameof(PredictedValue));
        Confidence = Guard.Between(details.Confidence, 0, 1, nameof(Confidence));
        ConfidenceLower = details.ConfidenceInterval?.Lower;
        ConfidenceUpper = details.ConfidenceInterval?.Upper;
        Output = details.Output;
        Context = details.Context;
        RequestId = Guard.OptionalText(details.RequestId, nameof(RequestId), MaxRequestLength);
        (FeatureSchemaId, Features, Categories) =
            (details.Features?.Schema.Id, details.Features?.NumberArray, details.Features?.CategoryArray);
        (AttributionMethod, Attributions) = (details.Attributions?.Method, details.Attributions?.ValuesFor(details.Features));
        ModelVersion = Guard.OptionalText(details.ModelVersion, nameof(ModelVersion), MaxVersionLength);
        ModelVersionId = Guard.Identifier(details.ModelVersionId, nameof(ModelVersionId));
        Source = Guard.Text(details.Source, nameof(Source), MaxNameLength);
        TargetEntityType = Guard.OptionalText(details.TargetEntityType, nameof(TargetEntityType), MaxNameLength);
        TargetEntityId = Guard.OptionalText(details.TargetEntityId, nameof(TargetEntityId), MaxTargetLength);
        ShapValues = details.ShapValues;
        AttentionWeights = details.AttentionWeights;
        FeatureImportance = details.FeatureImportance;
        Recommendations = details.Recommendations;
        RiskLevel = Guard.Declared(details.RiskLevel, nameof(RiskLevel));
        InferenceTimeMs = Guard.NotNegative(details.InferenceTimeMs, nameof(InferenceTimeMs));
        Explanation = Guard.OptionalText(details.Explanation, nameof(Explanation), MaxTextLength);
    }

    [MaxLength(MaxNameLength)]
    public string ServiceName { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string PredictionType { get; private set; } = null!;

    public double? PredictedValue { get; private set; }

    /// <summary>The true value; null until a label is recorded.</summary>
    public double? ActualValue { get; private set; }

    /// <summary>The distance from the predicted to the actual value. The database computes the same.</summary>
    public double? Error { get; private set; }

    public double? Confidence { get; private set; }

    public double? ConfidenceLower { get; private set; }

    public double? ConfidenceUpper { get; private set; }

    public ConfidenceInterval? ConfidenceInterval =>
        ConfidenceLower is { } lower && ConfidenceUpper is { } upper ? new ConfidenceInterval(lower, upper) : null;

    public Json? Output { get; private set; }

    public Json? Context { get; private set; }

    /// <summary>The name that the caller has for the prediction: the id of a request, for instance.</summary>
    [MaxLength(MaxRequestLength)]
    public string? RequestId { get; private set; }

    /// <summary>The schema that gives the order of features, categories and attributions.</summary>
    public Guid? FeatureSchemaId { get; private set; }

    /// <summary>The numbers that the model was given, in the order of the schema. A missing one is null.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double?[]? Features { get; private set; }

    /// <summary>The categories that the model was given, in the order of the schema. A missing one is null.</summary>
    public string?[]? Categories { get; private set; }

    /// <summary>How much each feature contributed to the answer, in the order of all features of the schema.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
    public double?[]? Attributions { get; private set; }

    [MaxLength(FeatureAttributions.MaxMethodLength)]
    public string? AttributionMethod { get; private set; }

    /// <summary>The version by the name that the service gave.</summary>
    [MaxLength(MaxVersionLength)]
    public string? ModelVersion { get; private set; }

    /// <summary>The registered version, if the service knew it.</summary>
    public Guid? ModelVersionId { get; private set; }

    /// <summary>The version in the registry. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? RegisteredVersion { get; private set; }

    /// <summary>The kind of source of the prediction; see <see cref="PredictionSources"/>.</summary>
    [MaxLength(MaxNameLength)]
    public string Source { get; private set; } = null!;

    [MaxLength(MaxNameLength)]
    public string? TargetEntityType { get; private set; }

    [MaxLength(MaxTargetLength)]
    public string? TargetEntityId { get; private set; }

    public Json? ShapValues { get; private set; }

    public Json? AttentionWeights { get; private set; }

    public Json? FeatureImportance { get; private set; }

    public Json? Recommendations { get; private set; }

    public RiskLevel? RiskLevel { get; private set; }

    public double? InferenceTimeMs { get; private set; }

    public string? Explanation { get; private set; }

    /// <summary>The time at which the true value became known.</summary>
    public DateTimeOffset? LabelledAt { get; private set; }

    /// <summary>The source of the label: "feedback" or "file". Null without a label, and if its writer named none.</summary>
    [MaxLength(MaxNameLength)]
    public string? LabelSource { get; private set; }

    /// <summary>The time at which the database took the prediction; null until it was read from there.</summary>
    [JsonIgnore]
    public DateTimeOffset? ReceivedAt { get; private set; }

    /// <summary>The time at which the database took the label; null if the label came with the prediction.</summary>
    [JsonIgnore]
    public DateTimeOffset? LabelReceivedAt { get; private set; }

    /// <summary>The labels that were corrected later, oldest first.</summary>
    public IReadOnlyList<SupersededLabel> SupersededLabels => _supersededLabels ?? [];

    /// <summary>The number of changes, which lets two writers notice each other.</summary>
    public int Revision { get; private set; }

    /// <summary>The feedback on the prediction, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<Feedback> Feedback => _feedback;

    /// <summary>What other versions would have answered, as far as it was loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<ShadowScore> ShadowScores => _shadowScores;

    /// <summary>Records a prediction of a service that has no class of its own.</summary>
    public static Prediction ForService(
        string serviceName,
        string predictionType,
        double? predictedValue,
        DateTimeOffset at,
        PredictionDetails? details = null) =>
        new(serviceName, predictionType, predictedValue, at, details);

    /// <summary>
    /// Records the true value. Recording the same value again changes nothing, so a message that arrives twice does no
    /// harm. Another value is refused, since only <see cref="CorrectLabel"/> replaces a label.
    /// </summary>
    public void RecordLabel(double actualValue, DateTimeOffset at, string? source = null)
    {
        if (ActualValue == actualValue)
            return;

        if (ActualValue is { } recorded)
            throw new IllegalTransitionException(
                $"Prediction {Id} was labelled {Guard.Show(recorded)} at {LabelledAt:O} and cannot be labelled " +
                $"{Guard.Show(actualValue)}. If the first label was wrong, correct it with a reason.");

        SetLabel(actualValue, at, source);
    }

    /// <summary>Replaces the label, and stores the old one with the reason.</summary>
    public void CorrectLabel(double actualValue, string reason, DateTimeOffset at, string? source = null)
    {
        if (ActualValue is not { } wrong || LabelledAt is not { } labelledAt)
            throw new IllegalTransitionException($"Prediction {Id} has no label to correct. Record one first.");

        var superseded = new SupersededLabel(
            wrong, labelledAt, Guard.Time(at, nameof(LabelledAt)), Guard.Text(reason, "Reason", MaxTextLength), LabelSource);
        SetLabel(actualValue, at, source);
        _supersededLabels = [.. SupersededLabels, superseded];
    }

    private void SetLabel(double actualValue, DateTimeOffset at, string? source)
    {
        Guard.Finite(actualValue, nameof(ActualValue));
        var name = LabelSources.Require(source, nameof(LabelSource));
        double? error = PredictedValue is { } predicted
            ? Guard.Finite(Math.Abs(predicted - actualValue), nameof(Error))
            : null;

        LabelledAt = Guard.Time(at, nameof(LabelledAt));
        ActualValue = actualValue;
        LabelSource = name;
        Error = error;
    }
}
