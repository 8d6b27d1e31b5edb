using System.CommandLine;
using MlOps.Domain.Tenancy;
using MlOps.Migrator.Operations;
using MlOps.Persistence;
using MlOps.Persistence.Operations.Backup;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Looks whether a backup is as it was written, and whether it can be restored.</summary>
internal sealed class BackupVerifyCommand : Verb
{
    private readonly ContextFactory _contexts;
    private readonly Option<string?> _connection = ConnectionOption.Create();
    private readonly BackupArgument _backup = new();
    private readonly Flag _filesOnly = new("--files-only", "Compare the files with the manifest, and connect to no server.");
    private readonly Option<string?> _hash = new("--manifest-hash")
    {
        Description = "The hash of the manifest that was noted elsewhere: refuse another one. 64 hexadecimal digits.",
        HelpName = "hash",
    };

    public BackupVerifyCommand(ContextFactory contexts)
        : base(
            "verify",
            "Read all files of a backup, restore it into a database of its own on the server, compare all rows, and drop that database.")
    {
        _contexts = contexts;
        Examples = ["backup verify 20261130T212200000Z --from backups", "backup verify backups/20261130T212200000Z --files-only"];
        _backup.AddTo(this);
        foreach (var option in (Option[])[_connection, _filesOnly, _hash])
            Add(option);

        this.SetInterruptibleAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var backup = _backup.Read(parsed);
        using var progress = new BackupProgressLine(output.ProgressTerminal);
        var faults = await BackupVerification.CheckFilesAsync(backup, progress, cancellationToken);
        if (parsed.GetValue(_hash)?.Trim().ToLowerInvariant() is { } noted && noted != backup.ManifestHash)
            faults =
            [
                .. faults, $"The manifest has the hash {backup.ManifestHash}, and not {noted}. Somebody has written the backup anew.",
            ];

        var isRestorable = faults.Count == 0 && !parsed.GetValue(_filesOnly) && backup.Manifest!.Dump is null;
        if (isRestorable)
            faults = await RestoreAsync(parsed, backup, progress, cancellationToken);

        progress.Dispose();
        BackupPage.WriteVerified(output, backup, faults, isRestorable);
        return faults.Count == 0 ? ExitCode.Success : throw BackupCommand.Damaged(backup, faults.Count);
    }

    private async Task<IReadOnlyList<string>> RestoreAsync(
        ParseResult parsed, StoredBackup backup, BackupProgressLine progress, CancellationToken cancellationToken)
    {
        await using var database = await TenantDatabase.OpenAsync(
            _contexts, parsed.GetValue(_connection), Tenants.Default, cancellationToken);
        await using var context = database.CreateContext();
        try
        {
            return await BackupVerification.RestoreAndCompareAsync(backup, context, _contexts.Create, progress, cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MlOpsException(
                MlOpsError.DatabaseUnavailable,
                $"The backup was not restored, since the login may not do so: {e.MessageText}. Use a login that may create databases and " +
                "migrate them, or give --files-only.",
                e);
        }
    }
}
