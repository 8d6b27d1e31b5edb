namespace MlOps.Domain.Governance;

/// <summary>What a job does.</summary>
public enum JobKind
{
    /// <summary>Evaluates the windows of a monitor.</summary>
    Monitor,

    /// <summary>Finds rows and labels that came late, and evaluates the windows again in which they are.</summary>
    LateRows,

    /// <summary>Evaluates alert rules, and delivers alerts.</summary>
    EvaluateAlerts,

    /// <summary>Refreshes the materialized views.</summary>
    RefreshViews,

    /// <summary>Stores how long statements take, what the host has free, and how large the database is.</summary>
    TakeSamples,

    /// <summary>Checks the quality of the rows of the day before.</summary>
    CheckQuality,

    /// <summary>Makes labels from feedback, as the label policies say.</summary>
    LabelFromFeedback,

    /// <summary>Looks for what recurs: bad segments, broken weeks, weekdays that drift.</summary>
    DetectPatterns,

    /// <summary>Opens retraining requests, and tells the outside of them.</summary>
    RequestRetraining,

    /// <summary>Checks the health of the system.</summary>
    CheckHealth,

    /// <summary>Makes the slices of the coming periods.</summary>
    MakeSlices,

    /// <summary>Archives or deletes what the retention policies say.</summary>
    ApplyRetention,

    /// <summary>Backs up the rows of all tenants, in a process that has a directory for backups.</summary>
    BackUp,
}
