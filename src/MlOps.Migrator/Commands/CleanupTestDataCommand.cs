using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Migrator.Operations;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Cleanup;

namespace MlOps.Migrator.Commands;

/// <summary>Deletes what tests have written: the predictions of a source or a service, or all rows of a tenant.</summary>
internal sealed class CleanupTestDataCommand : TenantVerb
{
    public CleanupTestDataCommand(ContextFactory contexts)
        : base(
            contexts,
            "test-data",
            "Delete the predictions of a source or a service with all that belongs to them, or all rows of a tenant. Run it as the owner.",
            "The tenant of the rows")
    {
        var source = new Option<string>("--source") { Description = "Delete the predictions of this source.", HelpName = "NAME" };
        var service = new Option<string>("--service") { Description = "Delete the predictions of this service.", HelpName = "NAME" };
        var all = new Flag("--all", "Delete all rows of the tenant that --tenant names, in all tables.");
        var (by, dryRun) = (new ByOption("Who deletes them"), new Flag("--dry-run", "Count the rows, and delete none."));
        Examples =
        [
            "cleanup test-data --source test --dry-run", "cleanup test-data --service smoke-test",
            "cleanup test-data --tenant 0195a000-0000-7000-8000-00000000000c --all",
        ];
        foreach (var option in (Option[])[source, service, all, by, dryRun])
            Add(option);

        Validators.Add(result =>
        {
            var marks = ((Option[])[source, service]).Count(option => result.GetResult(option) is not null);
            if ((marks > 0) == result.GetValue(all))
                result.AddError("Name the rows: by --source, by --service, by both, or by --all with --tenant.");
        });
        SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            await using var log = database.CreateContext(Tenants.Default);
            var name = parsed.GetValue(dryRun) ? null : by.Of(parsed);
            var deleted = parsed.GetValue(all)
                ? await RemoveAsync(context, log, name, cancellationToken)
                : await DeleteAsync(context, parsed.GetValue(source), parsed.GetValue(service), name, cancellationToken);
            ErasedRows.Write(output, deleted, parsed.GetValue(dryRun));
        });
    }

    // Nobody deletes in a dry run.
    private static Task<IReadOnlyDictionary<string, long>> RemoveAsync(
        MlOpsDbContext context, MlOpsDbContext log, string? by, CancellationToken cancellationToken)
    {
        var removal = new TenantRemoval(context);
        return by is null
            ? removal.CountAsync(cancellationToken)
            : removal.RunAsync(log, by, TimeProvider.System.GetUtcNow(), cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<string, long>> DeleteAsync(
        MlOpsDbContext context, string? source, string? service, string? by, CancellationToken cancellationToken)
    {
        var testData = new TestDataRemoval(context);
        var table = context.Model.FindEntityType(typeof(Prediction))!.GetTableName()!;
        return new Dictionary<string, long>
        {
            [table] = by is null
                ? await testData.CountAsync(source, service, cancellationToken)
                : await testData.DeleteAsync(source, service, by, TimeProvider.System.GetUtcNow(), cancellationToken),
        };
    }
}
