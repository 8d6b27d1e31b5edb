using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Predictions;

/// <summary>A prediction of the policy engine: whether a resource will break a policy, and when.</summary>
public sealed class PolicyPrediction : Prediction
{
    public const string Service = "policy";

    private PolicyPrediction()
    {
    }

    private PolicyPrediction(
        string predictionType, double? predictedValue, DateTimeOffset at, PredictionDetails? details)
        : base(Service, predictionType, predictedValue, at, details)
    {
    }

    [MaxLength(MaxTargetLength)]
    public string ResourceId { get; private set; } = null!;

    [MaxLength(MaxTargetLength)]
    public string PolicyId { get; private set; } = null!;

    public ComplianceState ComplianceState { get; private set; }

    /// <summary>The time until the resource violates the policy, if nothing is done.</summary>
    public TimeSpan? TimeToViolation { get; private set; }

    public static PolicyPrediction Record(
        string predictionType,
        double? predictedValue,
        DateTimeOffset at,
        string resourceId,
        string policyId,
        ComplianceState complianceState,
        TimeSpan? timeToViolation = null,
        PredictionDetails? details = null) =>
        new(predictionType, predictedValue, at, details)
        {
            ResourceId = Guard.Text(resourceId, nameof(ResourceId), MaxTargetLength),
            PolicyId = Guard.Text(policyId, nameof(PolicyId), MaxTargetLength),
            ComplianceState = Guard.Declared(complianceState, nameof(ComplianceState)),
            TimeToViolation = Guard.NotNegative(timeToViolation, nameof(TimeToViolation)),
        };
}
