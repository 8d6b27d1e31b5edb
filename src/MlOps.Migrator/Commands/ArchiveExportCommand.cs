using System.CommandLine;
using MlOps.Migrator.Operations;
using MlOps.Parquet;
using MlOps.Parquet.Manifests;

namespace MlOps.Migrator.Commands;

/// <summary>Writes a slice of the archive into files.</summary>
internal sealed class ArchiveExportCommand : DatabaseVerb
{
    private readonly SliceArguments _slice = new();
    private readonly BackupDirectoryOption _to = new("--to", "The directory of the files. It is made if it is missing")
    {
        Required = true,
    };

    private readonly Flag _replace = new(
        "--replace", "Replace files of the slice that have other rows. They may be the only copy of these.");

    private readonly Flag _dryRun = new("--dry-run", "Write nothing: only look whether the slice is in the archive.");

    public ArchiveExportCommand(ContextFactory contexts)
        : base(contexts, "export", "Write a slice of the archive into Parquet files, read them back, and compare them with the database.")
    {
        Examples =
        [
            "archive export ml_predictions 2026_08 --to /var/archive",
            "archive export ml_predictions 2026_08 --to /var/archive --json | jq .bytes",
        ];
        _slice.AddTo(this);
        Add(_to);
        Add(_replace);
        Add(_dryRun);
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        var (table, slice) = _slice.Of(parsed);
        var directory = new SliceDirectory(parsed.GetValue(_to)!);
        await using var context = database.CreateContext();
        using var progress = new BackupProgressLine(output.ProgressTerminal);
        var export = new SliceExport(context, directory) { Progress = progress, Replaces = parsed.GetValue(_replace) };
        if (parsed.GetValue(_dryRun))
        {
            await export.CheckAsync(table, slice, cancellationToken);
            SliceFilesPage.Write(output, table, slice, "due", null, $"Slice {slice} of {table} would be exported to {directory.Root}.");
            return;
        }

        var (manifest, isNew) = await export.RunAsync(table, slice, cancellationToken);
        progress.Dispose();
        SliceFilesPage.Write(
            output, table, slice, isNew ? "exported" : "unchanged", manifest, isNew
                ? $"Slice {slice} of {table} is in {directory.Root}, and was read back: {SliceFilesPage.Describe(manifest)}."
                : $"Slice {slice} of {table} was in {directory.Root} already: {SliceFilesPage.Describe(manifest)}.");
    }
}
