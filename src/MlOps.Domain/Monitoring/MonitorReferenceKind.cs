namespace MlOps.Domain.Monitoring;

/// <summary>What a monitor compares its windows with.</summary>
public enum MonitorReferenceKind
{
    /// <summary>The window of the same length just before.</summary>
    Previous,

    /// <summary>One window for good.</summary>
    Fixed,

    /// <summary>What a version was trained on.</summary>
    Baseline,
}
