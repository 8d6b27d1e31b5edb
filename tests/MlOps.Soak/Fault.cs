namespace MlOps.Soak;

/// <summary>What happens to a writer or its database.</summary>
internal enum Fault
{
    WriterKilled,
    ServerKilled,
    ConnectionCut,
    ServerRestarted,
    DiskFull,
    ServerFrozen,
    StatementTimeout,
    SliceDropped,
    RoleChanged,
}
