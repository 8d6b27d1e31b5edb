namespace MlOps.Persistence.Operations.Backup;

/// <summary>How the rows of a backup were written.</summary>
public enum BackupMethod
{
    /// <summary>By COPY, a file for each table and partition.</summary>
    Copy,

    /// <summary>By pg_dump, in one file that pg_restore reads.</summary>
    PgDump,
}
