using System.CommandLine;
using MlOps.Migrator.Operations;
using MlOps.Parquet;
using MlOps.Parquet.Manifests;

namespace MlOps.Migrator.Commands;

/// <summary>Drops a slice that files have.</summary>
internal sealed class ArchivePurgeCommand : DatabaseVerb
{
    private readonly SliceArguments _slice = new();
    private readonly BackupDirectoryOption _from = new("--from", "The directory of the files that have the slice") { Required = true };
    private readonly Flag _dryRun = new("--dry-run", "Drop nothing: only look whether the files have all of the slice.");

    public ArchivePurgeCommand(ContextFactory contexts)
        : base(
            contexts,
            "purge",
            "Drop a slice of the archive that was exported. The files and the rows are compared once more before it is dropped.")
    {
        Examples =
        [
            "archive purge ml_predictions 2026_08 --from /var/archive --dry-run",
            "archive purge ml_predictions 2026_08 --from /var/archive",
        ];
        _slice.AddTo(this);
        Add(_from);
        Add(_dryRun);
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        var (table, slice) = _slice.Of(parsed);
        var directory = new SliceDirectory(parsed.GetValue(_from)!);
        await using var context = database.CreateContext();
        using var progress = new BackupProgressLine(output.ProgressTerminal);
        var purge = new SlicePurge(context, directory) { Progress = progress, Obstacles = new ObstacleNotes(output) };
        var isDryRun = parsed.GetValue(_dryRun);
        var isThere = isDryRun
            ? await purge.CheckAsync(table, slice, cancellationToken)
            : await purge.RunAsync(table, slice, cancellationToken);
        progress.Dispose();
        var outcome = !isThere ? "unchanged" : isDryRun ? "due" : "purged";
        output.Write(
            new { Table = table, Slice = slice, Outcome = outcome },
            outcome switch
            {
                "due" => $"Slice {slice} of {table} would be dropped: the files in {directory.Root} have all of it.",
                "purged" => $"Slice {slice} of {table} is dropped. Its rows are in {directory.Root}.",
                _ => $"Slice {slice} of {table} is not in the archive.",
            });
    }
}
