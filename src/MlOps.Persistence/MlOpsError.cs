namespace MlOps.Persistence;

/// <summary>The kinds of failure that a user can mend, each with an exit code of its own in the command.</summary>
public enum MlOpsError
{
    /// <summary>A setting is missing or malformed, a connection string for instance.</summary>
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

    /// <summary>What was asked for does not exist.</summary>
    NotFound,

    /// <summary>The journal of the ingestion holds as much as it may, since the database does not take it.</summary>
    JournalFull,

    /// <summary>The journal of the ingestion cannot be opened or written.</summary>
    JournalUnavailable,

    /// <summary>A record is larger than the journal of the ingestion takes.</summary>
    JournalRecordTooLarge,

    /// <summary>A prediction writer has as much on its way as it may.</summary>
    QueueFull,

    /// <summary>A prediction writer takes nothing any more, since the application ends.</summary>
    WriterStopped,

    /// <summary>The database refuses a row, and nothing but another row or another rule will change that.</summary>
    Refused,

    /// <summary>Rows of a table lack what a new foreign key refers to.</summary>
    OrphanRows,

    /// <summary>Rows tell another time than their id does, so that they fit into no slice.</summary>
    MisplacedRows,

    /// <summary>Rows of an import, or whole tables, were not taken; the report says why.</summary>
    ImportIncomplete,

    /// <summary>
    /// A derived context cannot go on with a database that the library's migrations made, since it does more than add to it.
    /// </summary>
    AdoptionRefused,
}
