using System.CommandLine;
using MlOps.Persistence.Maintenance.Cleanup;

namespace MlOps.Migrator.Commands;

/// <summary>Deletes what is not needed, and keeps tables and indexes small.</summary>
internal sealed class CleanupCommand : Verb
{
    private readonly ContextFactory _contexts;

    public CleanupCommand(ContextFactory contexts)
        : base("cleanup", "Delete what is too old, test data and what you name, and keep tables and indexes small.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(new RetentionRunCommand(contexts, "retention", "cleanup retention"));
        Add(new CleanupTestDataCommand(contexts));
        Add(new CleanupEraseCommand(contexts));
        Add(TaskCommand("vacuum", TableTask.Vacuum, "Remove dead rows, and give the planner new statistics."));
        Add(TaskCommand("analyze", TableTask.Analyze, "Give the planner new statistics, also of sliced tables as a whole."));
        Add(TaskCommand("reindex", TableTask.Reindex, "Build the indexes anew, while others read and write."));
    }

    private DatabaseVerb TaskCommand(string name, TableTask task, string description)
    {
        var table = new Argument<string?>("table")
        {
            Description = "One table, with its partitions. By default all tables of the model.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var dryRun = new Flag("--dry-run", "List the statements, and run none.");
        var verb = new DatabaseVerb(_contexts, name, $"{description} Run it as the owner of the tables.")
        {
            Examples = [$"cleanup {name}", $"cleanup {name} ml_predictions --dry-run"],
        };
        verb.Add(table);
        verb.Add(dryRun);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var care = new TableCare(context);
            using var progress = new ProgressLine(output.ProgressTerminal);
            var statements = parsed.GetValue(dryRun)
                ? await care.PlanAsync(task, parsed.GetValue(table), cancellationToken)
                : await care.RunAsync(task, parsed.GetValue(table), progress, cancellationToken);
            progress.Show("");
            var listing = new Listing("Statement");
            foreach (var statement in statements)
                listing.Add(statement);

            output.Write(listing);
        });
        return verb;
    }
}
