using System.CommandLine;
using System.CommandLine.Help;

namespace MlOps.Migrator.Commands;

/// <summary>The root: what `mlops` alone and `mlops --help` show.</summary>
internal sealed class MlOpsRootCommand : RootCommand
{
    public MlOpsRootCommand(ContextFactory contexts)
        : base("Keeps predictions, feedback, drift, retraining decisions and model versions in PostgreSQL.")
    {
        SetAction(new HelpWithExamples().Invoke);
        var help = Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples();
        // A shell would complete -?, /? and /h as well, wherever an option may stand.
        help.Aliases.Clear();
        help.Aliases.Add("-h");
        Add(new DemoCommand(contexts));
        Add(new MigrateCommand(contexts));
        Add(new RollbackCommand(contexts));
        Add(new ScriptCommand(contexts));
        Add(new StatusCommand(contexts));
        Add(new HealthCommand(contexts));
        Add(new PerformanceCommand(contexts));
        Add(new ReviewCommand(contexts));
        Add(new QualityCommand(contexts));
        Add(new HoldCommand(contexts));
        Add(new CleanupCommand(contexts));
        Add(new VerifyCommand(contexts));
        Add(new ModelsCommand(contexts));
        Add(new GateCommand(contexts));
        Add(new DecisionsCommand(contexts));
        Add(new RunCommand(contexts));
        Add(new ServeCommand(contexts));
        Add(new JobsCommand(contexts));
        Add(new MonitorCommand(contexts));
        Add(new DriftCommand(contexts));
        Add(new AlertsCommand(contexts));
        Add(new LabelsCommand(contexts));
        Add(new TrainingCommand(contexts));
        Add(new RetrainingCommand(contexts));
        Add(new PredictionCommand(contexts));
        Add(new DeadLettersCommand(contexts));
        Add(new PartitionsCommand(contexts));
        Add(new ArchiveCommand(contexts));
        Add(new RetentionCommand(contexts));
        Add(new ViewsCommand(contexts));
        Add(new RolesCommand(contexts));
        Add(new TokensCommand(contexts));
        Add(new ImportCommand(contexts));
        Add(new TakeoverCommand(contexts));
        Add(new GenerateCommand(contexts));
        Add(new BackupCommand(contexts));
        Add(new LocalCommand());
        Add(new CompletionCommand());
    }
}
