namespace MlOps.Persistence.Operations.Backup;

/// <summary>What a backup has and where it goes.</summary>
/// <param name="Directory">The directory with the backups. It is made if it is missing.</param>
public sealed record BackupOptions(string Directory)
{
    /// <summary>Which tables it has.</summary>
    public BackupScope Scope { get; init; } = BackupScope.All;

    /// <summary>How many sessions read at once.</summary>
    public int Parallel { get; init; } = 2;

    /// <summary>
    /// How many backups of the same tables of the same database are kept, with the new one. Older ones are deleted. Null for all.
    /// </summary>
    public int? Keep { get; init; }

    /// <summary>Writes the whole database into a file in place of COPY. Null for COPY.</summary>
    public BackupDump? Dump { get; init; }
}
