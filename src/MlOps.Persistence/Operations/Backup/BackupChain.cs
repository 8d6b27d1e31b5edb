namespace MlOps.Persistence.Operations.Backup;

/// <summary>The head of a chain of hashes.</summary>
/// <param name="TenantId">The tenant of the chain.</param>
/// <param name="Chain">The chain; empty for the one of all rows that name none.</param>
/// <param name="Position">The place of the last link.</param>
/// <param name="Hash">The hash of the last link.</param>
public sealed record BackupChain(Guid TenantId, string Chain, long Position, string Hash);
