namespace MlOps.Persistence.Operations.Backup;

/// <summary>A sequence that a column of a table counts with.</summary>
/// <param name="Name">The name of the sequence, quoted where SQL needs it.</param>
/// <param name="Value">The last number that was given out.</param>
public sealed record BackupSequence(string Name, long Value);
