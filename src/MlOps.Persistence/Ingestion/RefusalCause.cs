namespace MlOps.Persistence.Ingestion;

/// <summary>Why something could not be stored, and so what to do with it.</summary>
public enum RefusalCause
{
    /// <summary>The row itself. The database will never take it, and will take its neighbours.</summary>
    Row,

    /// <summary>The moment: a lost connection, a timeout, a deadlock, a full disk. Try again.</summary>
    Moment,

    /// <summary>
    /// The schema, a role, or a setting. Somebody has to change it: migrate, grant, or set the right value. After that the row is
    /// stored.
    /// </summary>
    Configuration,

    /// <summary>Neither the server nor MlOps says. It may be the row, or a fault of the program that all rows meet.</summary>
    Unknown,
}
