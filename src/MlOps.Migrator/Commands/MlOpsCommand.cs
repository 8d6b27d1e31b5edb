using System.CommandLine;
using System.CommandLine.Help;

namespace MlOps.Migrator.Commands;

/// <summary>The root: what `mlops` alone and `mlops --help` show.</summary>
internal sealed class MlOpsCommand : RootCommand
{
    public MlOpsCommand()
        : base("Keeps predictions, feedback, drift, retraining decisions and model versions in PostgreSQL.")
    {
        SetAction(parsed => new HelpAction().Invoke(parsed));
        Add(new DemoCommand());
        Add(new MigrateCommand());
        Add(new DeadLettersCommand());
        Add(new ImportCommand());
        Add(new GenerateCommand());
        Add(new LocalCommand());
    }
}
