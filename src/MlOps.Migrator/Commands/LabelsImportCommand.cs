using System.CommandLine;
using MlOps.Import.Labels;
using MlOps.Migrator.Import;
using MlOps.Persistence;

namespace MlOps.Migrator.Commands;

/// <summary>Imports labels from a file.</summary>
internal sealed class LabelsImportCommand : TenantVerb
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "A file with one label a line: id or request_id, label and at. '-' reads standard input.",
    };

    private readonly FormatOption _format = new();
    private readonly Flag _dryRun = new("--dry-run", "Check every line and store nothing. The report is the same.");

    private readonly Option<FileInfo?> _refused = new("--refused")
    {
        Description = "A new file that gets each refused line, as a line of JSON. FILE.refused.jsonl if not given.",
    };

    public LabelsImportCommand(ContextFactory contexts)
        : base(contexts, "import", "Import labels from a file. If it was killed, run it again.", "The tenant of the predictions")
    {
        Examples =
        [
            "labels import labels.csv --dry-run", "labels import labels.jsonl --refused refused.jsonl",
            "labels import - --format csv < labels.csv",
        ];
        Add(_file);
        Add(_format);
        Add(_dryRun);
        Add(_refused);
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        var (name, isDryRun) = (parsed.GetValue(_file)!, parsed.GetValue(_dryRun));
        var format = _format.Of(parsed, name);
        await using var file = InputFile.Open(name);
        await using var context = database.CreateContext();
        var path = FindRefusedPath(parsed, name);
        using var refused = RefusalFile.Open(path, _refused.Name, overwrites: parsed.GetValue(_refused) is null);
        using var progress = new ImportProgress(output.ProgressTerminal);
        var first = new FirstRefusals();
        var options = new LabelImportOptions
        {
            Format = format,
            IsDryRun = isDryRun,
            OnRefused = line =>
            {
                refused?.Write(line);
                first.Add(line);
            },
            OnProgress = done => progress.Show($"{done.Read:N0} lines read{ShowShare(file)}"),
        };
        var report = await new LabelImport(context, options).RunAsync(file, cancellationToken);
        progress.Dispose();
        var refusedFile = report.Refused > 0 ? path?.FullName : null;
        output.Write(
            new
            {
                database.Target,
                IsDryRun = isDryRun,
                report.Read,
                report.Recorded,
                report.Unchanged,
                report.Refused,
                FirstRefused = first.Lines,
                RefusedFile = refusedFile,
            },
            [
                .. first.Lines.Select(line => $"line {line.Line}: {line.Reason}"),
                $"{report.Read} lines were read: {report.Recorded} labels {(isDryRun ? "would be new" : "are new")}, " +
                $"{report.Unchanged} {(isDryRun ? "are" : "were")} there already, {report.Refused} lines were refused.",
                .. isDryRun ? [$"Nothing was written to {database.Target}."] : Array.Empty<string>(),
            ]);
        if (report.Refused > 0)
        {
            var place = refusedFile is null ? "" : $"; {refusedFile} has each of them";
            throw new MlOpsException(
                MlOpsError.ImportIncomplete,
                $"{report.Refused} of {report.Read} lines were refused{place}. The others {(isDryRun ? "can be stored" : "are stored")}.");
        }
    }

    private FileInfo? FindRefusedPath(ParseResult parsed, string name) =>
        parsed.GetValue(_refused) ?? (name == InputFile.StandardInput ? null : new FileInfo($"{name}.refused.jsonl"));

    private static string ShowShare(Stream file) =>
        file is { CanSeek: true, Length: > 0 } ? $" ({100 * file.Position / file.Length}%)" : "";
}
