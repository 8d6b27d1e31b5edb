using MlOps.Persistence.Operations.Backup;
using Spectre.Console;

namespace MlOps.Migrator.Operations;

/// <summary>Shows how far the work on a backup is. What is waited for is said without a terminal too.</summary>
internal sealed class BackupProgressLine(IAnsiConsole? terminal) : ProgressLine(terminal), IProgress<BackupProgress>
{
    public void Report(BackupProgress value)
    {
        if (value.IsWaiting)
            Terminal.Note(value.Text);
        else
            Show(Terminal.ShowControls($"{value.Share,4:P0} {value.Text}"));
    }
}
