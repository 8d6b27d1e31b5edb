namespace MlOps.Persistence.Maintenance.Cleanup;

/// <summary>What is done to a table to keep it fast.</summary>
public enum TableTask
{
    /// <summary>Removes dead rows, and gives the planner new statistics.</summary>
    Vacuum,

    /// <summary>Gives the planner new statistics, also of sliced tables as a whole.</summary>
    Analyze,

    /// <summary>Builds the indexes anew, while others read and write.</summary>
    Reindex,
}
