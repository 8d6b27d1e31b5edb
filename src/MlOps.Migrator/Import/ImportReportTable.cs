using MlOps.Import.Reports;
using Spectre.Console;

namespace MlOps.Migrator.Import;

/// <summary>Shows the result of an import: the numbers of each table, and below what was changed, refused or not imported.</summary>
internal static class ImportReportTable
{
    private const int MaxOtherTables = 20;

    public static void Write(ImportReport report, string target, bool isDryRun)
    {
        var table = new Table().AddColumns("Source", "Target", "Read", isDryRun ? "Would import" : "Imported", "Already there", "Refused");
        foreach (var column in table.Columns.Skip(2))
            column.RightAligned();

        foreach (var imported in report.Tables)
        {
            table.AddRow(
                new Text(imported.Source), new Text(imported.Target), Number(imported.Read), Number(imported.Imported),
                Number(imported.AlreadyThere), imported.SkipReason is null ? Number(imported.Refused) : new Text("all"));
        }

        Terminal.Out.Write(table);
        foreach (var imported in report.Tables)
            Explain(imported);

        if (report.OtherTables.Count > 0)
            Console.WriteLine($"Unknown tables, not imported: {List(report.OtherTables)}");

        Console.WriteLine(isDryRun ? $"Nothing was written to {target}." : $"{report.Imported} rows were imported into {target}.");
    }

    // Not by Spectre, which would break the lines.
    private static void Explain(ImportedTable table)
    {
        string[] lines =
        [
            .. table.SkipReason is { } reason ? [$"not imported: {reason}"] : Array.Empty<string>(),
            .. table.Reasons.Select(refusal => $"refused {refusal.Count}: {refusal.Rule} (ids " +
                $"{string.Join(", ", refusal.FirstIds)}{(refusal.Count > refusal.FirstIds.Count ? ", …" : "")})"),
            .. table.Changes.Select(change => $"changed {change.Value}: {change.Key}"),
            .. table.Remarks,
            .. Columns("columns not imported", table.IgnoredColumns),
            .. Columns("columns stored under 'imported'", table.ExtraColumns),
            .. Columns("columns missing", table.MissingColumns),
        ];
        if (lines.Length == 0)
            return;

        Console.WriteLine($"{table.Source} -> {table.Target}");
        foreach (var line in lines)
            Console.WriteLine($"  {line}");
    }

    private static IEnumerable<string> Columns(string what, IReadOnlyList<string> names) =>
        names.Count == 0 ? [] : [$"{what}: {string.Join(", ", names)}"];

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxOtherTables)) + (names.Count > MaxOtherTables ? $" and {names.Count - MaxOtherTables} more" : "");

    private static Text Number(long value) => new($"{value:N0}");
}
