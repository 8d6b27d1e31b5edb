using System.CommandLine;
using MlOps.Import;
using MlOps.Import.Takeover;
using MlOps.Migrator.Import;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Migrator.Commands;

/// <summary>Takes over a database that has tables of our names already.</summary>
internal sealed class TakeoverCommand : Verb
{
    private readonly ContextFactory _contexts;

    public TakeoverCommand(ContextFactory contexts)
        : base("takeover", "Put MlOps in the place of a team's own tables that have its names, in the same database, and go back.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(CopyCommand());
        Add(SwitchCommand());
        Add(BackCommand());
        Add(StatusCommand());
    }

    private TenantVerb CopyCommand()
    {
        var dryRun = new Flag("--dry-run", "Change nothing: list what the switch would move out of the way.");
        var report = new Option<FileInfo?>("--report")
        {
            Description = "A new file that gets each refused row, as a line of JSON. Only you can read it.",
        };
        var verb = new TenantVerb(
            _contexts,
            "copy",
            "Build the tables of MlOps beside the old ones, and copy the rows. Applications go on. Run it again to catch up.",
            "The tenant of the rows that name none")
        {
            Examples = ["takeover copy --dry-run", "takeover copy --report refused.jsonl"],
        };
        verb.Add(dryRun);
        verb.Add(report);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            using var refused = RefusalFile.Open(parsed.GetValue(report), report.Name);
            using var progress = new ImportProgress(output.ProgressTerminal);
            var options = new ImportOptions
            {
                TenantId = database.TenantId,
                IsDryRun = parsed.GetValue(dryRun),
                OnRefused = refused is null ? null : refused.Write,
                OnProgress = progress.Report,
            };
            var result = await RunAsync(database, takeover => takeover.CopyAsync(options, cancellationToken));
            progress.Dispose();
            TakeoverPage.Write(output, result, database.Target);
            if (result.Report is { IsComplete: false } incomplete)
                throw new MlOpsException(
                    MlOpsError.ImportIncomplete,
                    $"{incomplete.Refused} of {incomplete.Read} rows and " +
                    $"{incomplete.Tables.Count(table => table.SkipReason is not null)} tables were refused, for the reasons above. " +
                    "Mend them in the old tables, and run it again.");
        });
        return verb;
    }

    private DatabaseVerb SwitchCommand()
    {
        var without = new Flag("--without-refused-rows", "Switch although rows were refused. They stay in the old tables.");
        var verb = new DatabaseVerb(
            _contexts, "switch", "Copy the rest, move the old tables to the schema legacy, and give their names to those of MlOps.")
        {
            Examples = ["takeover switch"],
        };
        verb.Add(without);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            using var progress = new ImportProgress(output.ProgressTerminal);
            var options = new ImportOptions { OnProgress = progress.Report };
            var result = await RunAsync(
                database, takeover => takeover.SwitchAsync(options, parsed.GetValue(without), cancellationToken));
            progress.Dispose();
            TakeoverPage.Write(output, result, database.Target);
        });
        return verb;
    }

    private DatabaseVerb BackCommand()
    {
        var leave = new Flag(
            "--leave-new-rows", $"Go back although rows were written after the switch. They stay in the schema {TakeoverSession.Next}.");
        var dryRun = new Flag("--dry-run", "Change nothing: list the rows that were written after the switch.");
        var verb = new DatabaseVerb(_contexts, "back", "Give the old tables their names again.")
        {
            Examples = ["takeover back --dry-run", "takeover back"],
        };
        verb.Add(leave);
        verb.Add(dryRun);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            var isDryRun = parsed.GetValue(dryRun);
            var result = await RunAsync(
                database, takeover => takeover.GoBackAsync(parsed.GetValue(leave), isDryRun, cancellationToken));
            TakeoverPage.Write(output, result, isDryRun);
        });
        return verb;
    }

    private DatabaseVerb StatusCommand()
    {
        var verb = new DatabaseVerb(_contexts, "status", "Show how far the takeover is.") { Examples = ["takeover status"] };
        verb.SetAction(async (_, database, output, cancellationToken) =>
            TakeoverPage.Write(output, await RunAsync(database, takeover => takeover.ReadStateAsync(cancellationToken))));
        return verb;
    }

    private async Task<T> RunAsync<T>(TenantDatabase database, Func<DatabaseTakeover, Task<T>> work)
    {
        // A session that ends gives back its lock at once.
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false };
        await using var home = NpgsqlDataSource.Create(settings);
        await using var next = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = TakeoverSession.Next });
        return await work(new DatabaseTakeover(home, tenant => _contexts.CreateIn(TakeoverSession.Next, next, tenant)));
    }
}
