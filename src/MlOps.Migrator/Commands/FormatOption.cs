using System.CommandLine;
using MlOps.Import.Files;
using MlOps.Persistence;

namespace MlOps.Migrator.Commands;

/// <summary>The format of a file, which its extension usually says.</summary>
internal sealed class FormatOption : Option<string?>
{
    public FormatOption()
        : base("--format")
    {
        Description = "The format of the file: separated values, or a line of JSON for each record. The extension says it if not given.";
        this.AcceptOnlyFromAmong("csv", "jsonl");
    }

    /// <exception cref="MlOpsException">Neither the option nor the extension says it.</exception>
    public FileFormat Of(ParseResult parsed, string file) => (parsed.GetValue(this), Path.GetExtension(file).ToLowerInvariant()) switch
    {
        ("csv", _) or (null, ".csv" or ".tsv") => FileFormat.Csv,
        ("jsonl", _) or (null, ".jsonl" or ".ndjson" or ".json") => FileFormat.JsonLines,
        _ => throw new MlOpsException(
            MlOpsError.Configuration,
            $"The name '{file}' does not say the format of the file. Give {Name} csv or {Name} jsonl."),
    };
}
