using MlOps.Import.Reports;

namespace MlOps.Migrator.Import;

/// <summary>Shows the result of an import: the numbers of each table, and below what was changed, refused or not imported.</summary>
internal static class ImportResult
{
    private const int MaxOtherTables = 20;

    public static void Write(Output output, ImportReport report, string target, bool isDryRun)
    {
        if (output.IsJson)
        {
            output.Write(new
            {
                Target = target,
                IsDryRun = isDryRun,
                report.IsComplete,
                report.Read,
                report.Imported,
                report.Deleted,
                report.Refused,
                report.Tables,
                report.OtherTables,
            });
            return;
        }

        var listing = new Listing("Source", "Target", "Read", isDryRun ? "Would import" : "Imported", "Already there", "Refused");
        foreach (var table in report.Tables)
        {
            listing.Add(
                table.Source, table.Target, table.Read, table.Imported, table.AlreadyThere,
                table.SkipReason is null ? table.Refused : "all");
        }

        output.Write(listing);
        foreach (var line in report.Tables.SelectMany(Explain))
            output.Say(line);

        if (report.OtherTables.Count > 0)
            output.Say($"Unknown tables, not imported: {List(report.OtherTables)}");

        output.Say(isDryRun ? $"Nothing was written to {target}." : $"{report.Imported} rows were imported into {target}.");
    }

    private static IEnumerable<string> Explain(ImportedTable table)
    {
        string[] lines =
        [
            .. table.SkipReason is { } reason ? [$"not imported: {reason}"] : Array.Empty<string>(),
            .. table.Reasons.Select(refusal => $"refused {refusal.Count}: {refusal.Rule} (ids " +
                $"{string.Join(", ", refusal.FirstIds)}{(refusal.Count > refusal.FirstIds.Count ? ", …" : "")})"),
            .. table.Deleted == 0 ? Array.Empty<string>() : [$"deleted {table.Deleted}: the source no longer has the row"],
            .. table.Changes.Select(change => $"changed {change.Value}: {change.Key}"),
            .. table.Remarks,
            .. Columns("columns not imported", table.IgnoredColumns),
            .. Columns("columns stored under 'imported'", table.ExtraColumns),
            .. Columns("columns missing", table.MissingColumns),
        ];
        return lines.Length == 0 ? [] : [$"{table.Source} -> {table.Target}", .. lines.Select(line => $"  {line}")];
    }

    private static IEnumerable<string> Columns(string what, IReadOnlyList<string> names) =>
        names.Count == 0 ? [] : [$"{what}: {string.Join(", ", names)}"];

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxOtherTables)) + (names.Count > MaxOtherTables ? $" and {names.Count - MaxOtherTables} more" : "");
}
