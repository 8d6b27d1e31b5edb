namespace MlOps.Persistence.Operations.Backup;

/// <summary>Which tables are in a backup.</summary>
public enum BackupScope
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>
    /// Those that cannot be measured again: all that are not sliced by time, and the audit log. A table that refers to one that is left
    /// out is left out too.
    /// </summary>
    Critical,
}
