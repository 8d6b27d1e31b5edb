using System.CommandLine;
using MlOps.Migrator.Operations;
using MlOps.Persistence.Maintenance.Rollback;

namespace MlOps.Migrator.Commands;

/// <summary>Takes migrations back.</summary>
internal sealed class RollbackCommand : DatabaseVerb
{
    public RollbackCommand(ContextFactory contexts)
        : base(contexts, "rollback", "Take back the migrations after one of them, before an older version of the program is deployed.")
    {
        Examples =
        [
            "rollback 20261130225358_Initial --dry-run",
            "rollback Initial --lose-data --connection postgres://owner@db/mlops",
        ];
        var migration = new Argument<string>("migration")
        {
            Description = "The migration that the database shall have as its newest one, with its time or without.",
        };
        var mayLoseData = new Flag("--lose-data", "Take them back even if rows or values are lost. --dry-run says which.");
        var dryRun = new Flag("--dry-run", "Change nothing: show what would be lost, and the SQL.");
        Add(migration);
        Add(mayLoseData);
        Add(dryRun);
        SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var (rollback, target) = (new SchemaRollback(context, TimeProvider.System), parsed.GetRequiredValue(migration));
            var isDryRun = parsed.GetValue(dryRun);
            var report = isDryRun
                ? await rollback.PlanAsync(target, cancellationToken)
                : await rollback.RunAsync(target, parsed.GetValue(mayLoseData), cancellationToken);
            RollbackPage.Write(output, report, isDryRun);
            output.Note(report.Migrations.Count == 0
                ? $"{target} is the newest migration of {database.Target}."
                : $"{database.Target} {(isDryRun ? "would have" : "has")} {target} as its newest migration.");
        });
    }
}
