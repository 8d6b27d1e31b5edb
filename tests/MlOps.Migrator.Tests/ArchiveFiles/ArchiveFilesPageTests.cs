using System.Diagnostics;
using System.Text.RegularExpressions;
using MlOps.Testing;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>What docs/archive-files.md lets a person type.</summary>
public sealed partial class ArchiveFilesPageTests(TestDatabase database) : ArchivedMonth(database)
{
    private string Page => File.ReadAllText(Path.Combine(Repository.Root, "docs", "archive-files.md"))
        .Replace("2026_08", Slice, StringComparison.Ordinal);

    [Fact]
    public async Task Each_command_of_the_page_does_what_it_says()
    {
        var directory = Path.GetDirectoryName(Files)!;
        var script = $$"""
            set -euo pipefail
            cd '{{directory}}'
            mlops() { dotnet '{{PublishedCommand.File}}' "$@"; }
            duckdb() { echo "$2" > query.sql; }
            {{string.Join('\n', BashBlock().Matches(Page).Select(block => block.Groups[1].Value))}}
            """;
        var start = new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MLOPS_CONNECTION"] = Database.OwnerConnectionString;
        using var process = Process.Start(start)!;
        var result = await CommandLine.FinishAsync(process);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("is dropped. Its rows are in", result.Output, StringComparison.Ordinal);
        Assert.Contains("is restored from the files", result.Output, StringComparison.Ordinal);
        Assert.Contains("request_id: request-7", result.Output, StringComparison.Ordinal);

        var sum = Assert.Single(DuckDb.Query(Locate(await File.ReadAllTextAsync(Path.Combine(directory, "query.sql")))));
        Assert.Contains($"\"rowSum\": \"{sum}\"", await File.ReadAllTextAsync(ManifestPath), StringComparison.Ordinal);
        Assert.Equal(["oracle", "2"], DuckDb.Query(Locate(SqlBlock().Match(Page).Groups[1].Value)));
    }

    private string Locate(string sql) => sql.Replace("'files/", $"'{Files}/", StringComparison.Ordinal);

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex BashBlock();

    [GeneratedRegex("```sql\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SqlBlock();
}
