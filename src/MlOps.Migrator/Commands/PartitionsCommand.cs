using System.CommandLine;
using MlOps.Migrator.Operations;
using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Migrator.Commands;

/// <summary>The slices of tables that are partitioned by time.</summary>
internal sealed class PartitionsCommand : Verb
{
    private const int UsualAhead = 2;

    private readonly ContextFactory _contexts;

    public PartitionsCommand(ContextFactory contexts)
        : base("partitions", "The slices of tables that are partitioned by time.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ListCommand());
        Add(EnsureCommand());
        Add(DrainCommand());
    }

    private DatabaseVerb ListCommand()
    {
        var verb = new DatabaseVerb(_contexts, "list", "List the slices that are live, by table and time.")
        {
            Examples = ["partitions list", "partitions list --json | jq -s 'map(.bytes) | add'"],
        };
        verb.SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = SliceTable.Of(await new SliceReader(context).ListAsync(cancellationToken));
            output.Write(listing);
            if (listing.Count == 0)
                output.Note($"There are no slices. '{Invocation.Program} partitions ensure' makes those of the present.");
        });
        return verb;
    }

    private DatabaseVerb EnsureCommand()
    {
        var ahead = new WholeNumberOption("--ahead", "So many periods after the present one", UsualAhead, 0);
        var behind = new WholeNumberOption("--behind", "So many periods before the present one", 0, 0);
        var dryRun = new Flag("--dry-run", "List the slices that are missing, and make none.");
        var verb = new DatabaseVerb(
            _contexts, "ensure", "Make the slices of the present and of the periods around it, where they are missing.")
        {
            Examples = ["partitions ensure", "partitions ensure --ahead 6", "partitions ensure --dry-run"],
        };
        foreach (var option in new Option[] { ahead, behind, dryRun })
            verb.Add(option);

        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var (slices, now) = (new SliceMaintenance(context), TimeProvider.System.GetUtcNow());
            if (parsed.GetValue(dryRun))
            {
                var missing = await new SliceReader(context).FindMissingAsync(
                    now, parsed.GetValue(behind), parsed.GetValue(ahead), cancellationToken);
                Write(output, missing, "missing");
                return;
            }

            var made = await slices.EnsureAroundAsync(now, parsed.GetValue(behind), parsed.GetValue(ahead), cancellationToken);
            Write(output, made, "made");
        });
        return verb;
    }

    private DatabaseVerb DrainCommand()
    {
        var dryRun = new Flag("--dry-run", "List the rows that wait, and move none.");
        var verb = new DatabaseVerb(
            _contexts, "drain", "Move the rows that wait in default partitions to slices, which are made for them.")
        {
            Examples = ["partitions drain --dry-run", "partitions drain"],
        };
        verb.Add(dryRun);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var slices = new SliceMaintenance(context);
            var waiting = await new SliceReader(context).ListWaitingAsync(cancellationToken);
            var listing = new Listing("Table", "Slice", "Rows", "Moved");
            foreach (var rows in waiting)
            {
                if (!parsed.GetValue(dryRun))
                    await slices.CompleteAsync(rows.Root, rows.Slice, cancellationToken);

                listing.Add(rows.Root, rows.Slice, rows.Rows, !parsed.GetValue(dryRun));
            }

            output.Write(listing);
            if (listing.Count == 0)
                output.Note("No row waits for a slice.");
        });
        return verb;
    }

    private static void Write(Output output, IReadOnlyList<string> partitions, string state)
    {
        foreach (var partition in partitions)
            output.Write(new { Partition = partition, State = state }, $"Slice {partition} is {state}.");

        if (partitions.Count == 0)
            output.Note("No slice is missing.");
    }
}
