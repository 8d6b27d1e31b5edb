using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>A question that the gate was asked, and the decision that it stored.</summary>
/// <param name="Decision">The id of the decision.</param>
/// <param name="Challenger">The version.</param>
/// <param name="Champion">The version that served.</param>
/// <param name="Trigger">Why the challenger was trained.</param>
/// <param name="At">When.</param>
/// <param name="By">Who asked.</param>
/// <param name="Action">What the script expects.</param>
internal sealed record AskedGate(
    Guid Decision,
    YearVersion Challenger,
    YearVersion Champion,
    TriggerReason Trigger,
    DateTimeOffset At,
    string By,
    RetrainingAction Action);
