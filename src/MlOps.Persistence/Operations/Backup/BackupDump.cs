namespace MlOps.Persistence.Operations.Backup;

/// <summary>Lets another program write the rows of a snapshot into a file.</summary>
/// <param name="snapshot">The name of the snapshot, as pg_export_snapshot returned it.</param>
/// <param name="path">The file. It does not exist yet.</param>
/// <param name="cancellationToken">Stops it.</param>
public delegate Task BackupDump(string snapshot, string path, CancellationToken cancellationToken);
