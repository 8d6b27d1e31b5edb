namespace MlOps.Domain.Patterns;

/// <summary>What an A/B experiment says.</summary>
public enum AbOutcome
{
    Undecided,
    TreatmentBetter,
    ControlBetter,

    /// <summary>The assignment has a fault: whatever was measured says nothing.</summary>
    SampleRatioMismatch,
}
