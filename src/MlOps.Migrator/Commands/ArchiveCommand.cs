using MlOps.Migrator.Operations;
using MlOps.Parquet;
using MlOps.Parquet.Manifests;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Migrator.Commands;

/// <summary>Old slices, in a schema of their own.</summary>
internal sealed class ArchiveCommand : Verb
{
    private readonly ContextFactory _contexts;

    public ArchiveCommand(ContextFactory contexts)
        : base("archive", "Slices that are out of the way: in a schema where they can be read and not changed, or in files.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ListCommand());
        Add(MoveCommand());
        Add(RestoreCommand());
        Add(new ArchiveExportCommand(contexts));
        Add(new ArchivePurgeCommand(contexts));
    }

    private DatabaseVerb ListCommand()
    {
        var verb = new DatabaseVerb(_contexts, "list", "List the slices of the archive, by table and time.")
        {
            Examples = ["archive list", "archive list --json | jq -r .slice"],
        };
        verb.SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = SliceTable.Of(await new SliceArchive(context).ListAsync(cancellationToken));
            output.Write(listing);
            if (listing.Count == 0)
                output.Note("The archive is empty.");
        });
        return verb;
    }

    private DatabaseVerb MoveCommand() => CreateMove(
        "move",
        "Move a slice to the archive, with all that belongs to it. It takes a moment, whatever the number of rows.",
        ["archive move ml_predictions 2026_08", "archive move ml_predictions 2026_08 --dry-run"],
        (context, cancellationToken) => new SliceReader(context).ListAsync(cancellationToken),
        (archive, table, slice, cancellationToken) => archive.CanArchiveAsync(table, slice, cancellationToken),
        (archive, table, slice, cancellationToken) => archive.ArchiveAsync(table, slice, cancellationToken),
        "archived",
        "was archived already");

    private DatabaseVerb RestoreCommand()
    {
        var from = new BackupDirectoryOption("--from", "The directory of the files, if the slice is not in the archive but was exported");
        var verb = CreateMove(
            "restore",
            "Move a slice back from the archive, or from files, so that it can be changed.",
            ["archive restore ml_predictions 2026_08", "archive restore ml_predictions 2026_08 --from /var/archive"],
            (context, cancellationToken) => new SliceArchive(context).ListAsync(cancellationToken),
            (archive, table, slice, cancellationToken) => archive.CanRestoreAsync(table, slice, cancellationToken),
            (archive, table, slice, cancellationToken) => archive.RestoreAsync(table, slice, cancellationToken),
            "restored",
            "is not in the archive, but live",
            from);
        verb.Add(from);
        return verb;
    }

    private DatabaseVerb CreateMove(
        string name,
        string description,
        IReadOnlyList<string> examples,
        Func<MlOpsDbContext, CancellationToken, Task<IReadOnlyList<StoredSlice>>> listAsync,
        Func<SliceArchive, string, string, CancellationToken, Task<bool>> canMoveAsync,
        Func<SliceArchive, string, string, CancellationToken, Task<bool>> moveAsync,
        string outcome,
        string noOutcome,
        BackupDirectoryOption? from = null)
    {
        var arguments = new SliceArguments();
        var dryRun = new Flag("--dry-run", "Show what would be moved, and change nothing.");
        var verb = new DatabaseVerb(_contexts, name, description) { Examples = examples };
        arguments.AddTo(verb);
        verb.Add(dryRun);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var (root, suffix) = arguments.Of(parsed);
            if (from is not null && parsed.GetValue(from) is { } directory)
            {
                await RestoreFilesAsync(context, output, root, suffix, directory, parsed.GetValue(dryRun), cancellationToken);
                return;
            }

            var archive = new SliceArchive(context) { Obstacles = new ObstacleNotes(output) };
            if (parsed.GetValue(dryRun) && await canMoveAsync(archive, root, suffix, cancellationToken))
            {
                var found = (await listAsync(context, cancellationToken))
                    .Where(one => one.Name == suffix && (one.Root == root || one.Root.EndsWith($".{root}", StringComparison.Ordinal)));
                output.Write(SliceTable.Of(found), "Would be moved");
                return;
            }

            var hasMoved = !parsed.GetValue(dryRun) && await moveAsync(archive, root, suffix, cancellationToken);
            output.Write(
                Describe(root, suffix, hasMoved ? outcome : "unchanged", from is null ? null : new Dictionary<string, long>()),
                $"Slice {suffix} of {root} {(hasMoved ? $"is {outcome}" : noOutcome)}.");
        });
        return verb;
    }

    private static async Task RestoreFilesAsync(
        MlOpsDbContext context,
        Output output,
        string root,
        string slice,
        string directory,
        bool isDryRun,
        CancellationToken cancellationToken)
    {
        using var progress = new BackupProgressLine(output.ProgressTerminal);
        var restore = new SliceReturn(context, new SliceDirectory(directory))
        {
            Progress = progress,
            Obstacles = new ObstacleNotes(output),
        };
        if (isDryRun)
        {
            var manifest = await restore.CheckAsync(root, slice, cancellationToken);
            progress.Dispose();
            output.Write(
                Describe(root, slice, "due", new Dictionary<string, long>()),
                $"The files of the slice {slice} of {root} are whole: {SliceFilesPage.Describe(manifest)}.");
            return;
        }

        var (isNew, added) = await restore.RunAsync(root, slice, cancellationToken);
        progress.Dispose();
        output.Write(
            Describe(root, slice, isNew ? "restored" : "unchanged", added),
            $"Slice {slice} of {root} {(isNew ? "is restored from the files" : "is live, with the rows of the files")}." +
            (added.Count == 0 ? "" : $" Of the rows that it refers to, the database lacked these: {SliceFilesPage.List(added)}."));
    }

    // Only a restore adds rows of other tables.
    private static object Describe(string root, string slice, string outcome, IReadOnlyDictionary<string, long>? added) => added is null
        ? new { Table = root, Slice = slice, Outcome = outcome }
        : new { Table = root, Slice = slice, Outcome = outcome, Added = added };
}
