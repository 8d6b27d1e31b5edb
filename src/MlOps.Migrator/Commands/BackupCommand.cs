using MlOps.Migrator.Operations;
using MlOps.Persistence;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Migrator.Commands;

/// <summary>Backups of all tenants' rows.</summary>
internal sealed class BackupCommand : Verb
{
    public BackupCommand(ContextFactory contexts)
        : base("backup", "Back up the rows of all tenants, verify backups, and restore them.")
    {
        SetAction(new HelpWithExamples().Invoke);
        Add(new BackupCreateCommand(contexts));
        Add(ListCommand());
        Add(new BackupVerifyCommand(contexts));
        Add(new BackupRestoreCommand(contexts));
        Add(new BackupScheduleCommand(contexts));
    }

    private static Verb ListCommand()
    {
        var from = new BackupDirectoryOption("--from", "The directory with the backups") { Required = true };
        var verb = new Verb("list", "List the backups of a directory, the newest first.")
        {
            Examples = ["backup list --from backups", "backup list --from backups --json | jq -r 'select(.complete) | .backup'"],
        };
        verb.Add(from);
        verb.SetInterruptibleAction((parsed, output, _) =>
        {
            var listing = BackupPage.List(new BackupStore(parsed.GetValue(from)!).List());
            output.Write(listing);
            if (listing.Count == 0)
                output.Note("There are no backups.");

            return Task.FromResult(ExitCode.Success);
        });
        return verb;
    }

    /// <summary>Ends a command with what was found to be wrong.</summary>
    internal static MlOpsException Damaged(StoredBackup backup, int faults) => new(
        MlOpsError.BackupDamaged,
        $"The backup {backup.Name} has {faults} {(faults == 1 ? "fault" : "faults")}, for the reasons above. Use another one.");
}
