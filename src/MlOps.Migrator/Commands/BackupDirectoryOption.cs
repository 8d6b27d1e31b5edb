using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>A directory with backups.</summary>
internal sealed class BackupDirectoryOption : Option<string?>
{
    /// <param name="name">The name, with its dashes.</param>
    /// <param name="description">What the help says, without the end of the sentence.</param>
    public BackupDirectoryOption(string name, string description)
        : base(name) => (Description, HelpName) = ($"{description}.", "directory");
}
