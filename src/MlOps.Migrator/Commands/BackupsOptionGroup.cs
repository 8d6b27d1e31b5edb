using System.CommandLine;
using MlOps.Persistence.Operations.Backup;

namespace MlOps.Migrator.Commands;

/// <summary>Where the job of backups writes, and how many it keeps.</summary>
internal sealed class BackupsOptionGroup
{
    private const int UsualKeep = 7;

    private readonly BackupDirectoryOption _directory = new(
        "--backups", "The directory of the job that backs up. This process leaves that job to others if it is not given");

    private readonly WholeNumberOption _keep = new(
        "--backups-keep", "The number of backups that this job keeps, with the new one.", UsualKeep, least: 1);

    public void AddTo(Command verb)
    {
        verb.Add(_directory);
        verb.Add(_keep);
    }

    /// <summary>What the job needs. Null if no directory was given.</summary>
    public BackupOptions? Of(ParseResult parsed) => parsed.GetValue(_directory) is { } directory
        ? new BackupOptions(directory) { Keep = parsed.GetValue(_keep) }
        : null;
}
