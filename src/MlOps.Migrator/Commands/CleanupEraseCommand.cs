using System.CommandLine;
using MlOps.Migrator.Operations;
using MlOps.Persistence.Maintenance.Cleanup;

namespace MlOps.Migrator.Commands;

/// <summary>Erases rows with all that refers to them.</summary>
internal sealed class CleanupEraseCommand : TenantVerb
{
    public CleanupEraseCommand(ContextFactory contexts)
        : base(
            contexts,
            "erase",
            "Erase rows with all that refers to them, and enter it into the audit log. Run it as the owner of the tables.",
            "The tenant of the rows")
    {
        var table = new Argument<string>("table") { Description = "The table, such as ml_models." };
        var ids = new IdArgument("a row", "A query") { Description = "The ids of the rows.", Arity = ArgumentArity.OneOrMore };
        var (by, dryRun) = (new ByOption("Who erases them"), new Flag("--dry-run", "Count the rows, and erase none."));
        Examples =
        [
            "cleanup erase ml_models 0195a000-0000-7000-8000-00000000000c --dry-run",
            "cleanup erase ml_predictions 0195a000-0000-7000-8000-00000000000c --by ann",
        ];
        Add(table);
        Add(ids);
        Add(by);
        Add(dryRun);
        SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var erased = await new EntityErasure(context).EraseAsync(
                parsed.GetValue(table)!, parsed.GetValue(ids)!, by.Of(parsed), TimeProvider.System.GetUtcNow(), parsed.GetValue(dryRun),
                cancellationToken);
            ErasedRows.Write(output, erased, parsed.GetValue(dryRun));
        });
    }
}
