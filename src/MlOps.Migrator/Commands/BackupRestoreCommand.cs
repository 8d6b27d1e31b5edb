using System.CommandLine;
using MlOps.Domain.Tenancy;
using MlOps.Migrator.Operations;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Migrator.Commands;

/// <summary>Restores a backup into an empty database.</summary>
internal sealed class BackupRestoreCommand : Verb
{
    private readonly ContextFactory _contexts;
    private readonly Option<string?> _connection = ConnectionOption.Create();
    private readonly BackupArgument _backup = new();
    private readonly Flag _dryRun = new("--dry-run", "Change nothing: only look whether the backup can be restored there.");

    public BackupRestoreCommand(ContextFactory contexts)
        : base("restore", "Restore a backup into a database that has no rows, and is created if it is missing.")
    {
        _contexts = contexts;
        Examples =
        [
            "backup restore 20261130T212200000Z --from backups --connection postgres://owner@db/restored",
            "backup restore backups/20261130T212200000Z --connection postgres://owner@db/restored --dry-run",
        ];
        _backup.AddTo(this);
        Add(_connection);
        Add(_dryRun);
        this.SetInterruptibleAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (backup, isDryRun) = (_backup.Read(parsed), parsed.GetValue(_dryRun));
        await using var database = await TenantDatabase.OpenAsync(
            _contexts, parsed.GetValue(_connection), Tenants.Default, cancellationToken);
        await using var context = database.CreateContext();
        var restore = new BackupRestore(context);
        using var progress = new BackupProgressLine(output.ProgressTerminal);
        var restored = isDryRun
            ? await restore.CheckAsync(backup, cancellationToken)
            : await restore.RunAsync(backup, progress, cancellationToken);
        progress.Dispose();
        BackupPage.WriteRestored(output, backup, restored, database.Target, isDryRun);
        return ExitCode.Success;
    }
}
