using MlOps.Persistence.Operations.Backup;

namespace MlOps.Persistence.Tests.Operations.Backup;

/// <summary>Does something each time that the work on a backup goes on, within that work.</summary>
internal sealed class Watcher(Action<BackupProgress> seen) : IProgress<BackupProgress>
{
    public void Report(BackupProgress value) => seen(value);
}
