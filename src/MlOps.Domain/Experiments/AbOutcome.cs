namespace MlOps.Domain.Experiments;

/// <summary>The outcome of an A/B experiment.</summary>
public enum AbOutcome
{
    Undecided,
    TreatmentBetter,
    ControlBetter,

    /// <summary>The assignment has a fault, so the measurements prove nothing.</summary>
    SampleRatioMismatch,
}
