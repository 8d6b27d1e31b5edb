using System.CommandLine;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Migrator.Commands;

/// <summary>Which backup a verb works with: a name within a directory, or a path.</summary>
internal sealed class BackupArgument : Argument<string>
{
    private readonly BackupDirectoryOption _from = new(
        "--from", "The directory with the backup; the current one if not given. It is not needed if the backup is a path");

    public BackupArgument()
        : base("backup") => Description = "The backup, as 'backup list' shows it, or the path of its directory.";

    public void AddTo(Command verb)
    {
        verb.Add(this);
        verb.Add(_from);
    }

    public StoredBackup Read(ParseResult parsed) =>
        StoredBackup.Read(Path.Combine(parsed.GetValue(_from) ?? ".", parsed.GetValue(this)!));
}
