namespace MlOps.Persistence.Operations.Backup;

/// <summary>A file of a backup.</summary>
/// <param name="Name">Its name within the directory of the backup.</param>
/// <param name="Rows">How many rows it has. 0 for a file of pg_dump, in which nobody has counted them.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="Sha256">The SHA-256 of it, as hexadecimal digits.</param>
public sealed record BackupFile(string Name, long Rows, long Bytes, string Sha256);
