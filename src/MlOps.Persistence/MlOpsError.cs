namespace MlOps.Persistence;

/// <summary>The kinds of failure that a user can fix. The command has an exit code for each.</summary>
public enum MlOpsError
{
    /// <summary>A setting is missing or malformed, for instance a connection string.</summary>
    Configuration,

    /// <summary>No server answers at the address.</summary>
    ServerUnreachable,

    /// <summary>The server refuses the user or the password.</summary>
    AuthenticationFailed,

    /// <summary>The named database does not exist, or the user may not use it.</summary>
    DatabaseUnavailable,

    /// <summary>The database has migrations that the program does not know: of a newer version, or of another context.</summary>
    NewerSchema,

    /// <summary>Another writer changed the same thing first.</summary>
    Conflict,

    /// <summary>The requested thing does not exist.</summary>
    NotFound,

    /// <summary>The journal of the ingestion is full, since the database does not accept its records.</summary>
    JournalFull,

    /// <summary>The journal of the ingestion cannot be opened or written.</summary>
    JournalUnavailable,

    /// <summary>A record is too large for the journal of the ingestion.</summary>
    JournalRecordTooLarge,

    /// <summary>A prediction writer has reached its limit of writes in progress.</summary>
    QueueFull,

    /// <summary>A prediction writer accepts no more writes, since the application is ending.</summary>
    WriterStopped,

    /// <summary>A prediction writer can store none of its writes, for a reason that lies in the program.</summary>
    NothingCanBeWritten,

    /// <summary>The database refuses a row, and will refuse it again as long as the row and the rule stay the same.</summary>
    Refused,

    /// <summary>Rows of a table have no row to which a new foreign key can refer.</summary>
    OrphanRows,

    /// <summary>The slice of a row was detached or dropped, so that the row can be added nowhere.</summary>
    SliceGone,

    /// <summary>Rows or whole tables were not imported. The report says why.</summary>
    ImportIncomplete,

    /// <summary>
    /// A derived context cannot go on with a database that the library's migrations made, since it does more than add to it.
    /// </summary>
    AdoptionRefused,

    /// <summary>A stored result cannot be computed again, or is not what comes out now.</summary>
    NotReproduced,

    /// <summary>A job failed, for a reason that its run has.</summary>
    JobFailed,

    /// <summary>A model or a version is registered already, and not as it is given.</summary>
    RegisteredOtherwise,

    /// <summary>A backup or an exported slice lacks a file, or was changed after it was written.</summary>
    BackupDamaged,

    /// <summary>A backup is not restored into a database that has rows.</summary>
    TargetNotEmpty,

    /// <summary>The directory of backups or of exported slices cannot be read or written.</summary>
    BackupUnavailable,

    /// <summary>A migration would keep writers waiting for longer than they may.</summary>
    LocksTooLong,

    /// <summary>Taking back a migration would lose rows or values.</summary>
    DataWouldBeLost,

    /// <summary>A database cannot be taken over, or not be given back, as it is. The message says what to do.</summary>
    TakeoverRefused,
}
