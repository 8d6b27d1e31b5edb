using System.Text.RegularExpressions;
using MlOps.Persistence.Tests.Docs;

namespace MlOps.Architecture.Tests;

/// <summary>What the sources hold, and how long they are.</summary>
public partial class SourceTests
{
    private const int MaxLines = 250;
    private const int MaxLineLength = 140;

    [Fact]
    public void MlOps_Postgres_has_no_word_of_machine_learning() => AssertNone(
        from file in ListSources("src/MlOps.Postgres")
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        where MachineLearning().IsMatch(OwnName().Replace(line.Text, ""))
        select $"{file}:{line.Number}: {line.Text.Trim()}");

    [Fact]
    public void The_keys_of_annotations_are_used_in_MlOps_Postgres_alone() => AssertNone(
        from project in Directory.EnumerateDirectories(Documents.PathOf("src"))
        where Path.GetFileName(project) != "MlOps.Postgres"
        from file in ListSources($"src/{Path.GetFileName(project)}")
        where !IsGenerated(file)
        where RawKey().IsMatch(File.ReadAllText(file))
        select file);

    [Fact]
    public void No_file_is_longer_than_250_lines() => AssertNone(
        from file in ListWritten()
        let lines = File.ReadLines(file).Count()
        where lines > MaxLines
        select $"{file}: {lines} lines");

    [Fact]
    public void No_line_is_longer_than_the_editorconfig_says()
    {
        Assert.Contains($"max_line_length = {MaxLineLength}\n", Documents.Read(".editorconfig"), StringComparison.Ordinal);
        AssertNone(
            from file in ListWritten()
            from line in ListCode(file)
            where line.Text.Length > MaxLineLength
            select $"{file}:{line.Number}: {line.Text.Length} characters");
    }

    // The build checks the rest of the format (IDE0055), but neither of these.
    [Fact]
    public void Usings_are_in_order_and_those_of_System_come_first() => AssertNone(
        from file in ListWritten()
        let names = Using().Matches(File.ReadAllText(file)).Select(found => found.Groups[1].Value).ToList()
        let sorted = names.OrderBy(name => name.Split('.')[0] != "System").ThenBy(name => name, StringComparer.OrdinalIgnoreCase)
        where !names.SequenceEqual(sorted)
        select $"{file}: {string.Join(", ", names)}");

    [Fact]
    public void Lines_end_with_a_line_feed_and_nothing_before_it_and_so_does_the_file() => AssertNone(
        from file in ListWritten()
        let text = File.ReadAllText(file)
        where !text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal) || EndOfLine().IsMatch(text)
            || File.ReadAllBytes(file) is [0xEF, 0xBB, 0xBF, ..]
        select file);

    [Fact]
    public void No_SQL_asks_for_md5_which_a_server_in_FIPS_mode_refuses() => AssertNone(
        from file in ListSources("src")
        from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
        where Md5().IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}");

    // SQL in raw strings is as long as the statement that a test compares it with.
    private static IEnumerable<(string Text, int Number)> ListCode(string file)
    {
        var (isRaw, number) = (false, 0);
        foreach (var line in File.ReadLines(file))
        {
            number++;
            var quotes = RawQuotes().Count(line);
            if (!isRaw && quotes == 0)
                yield return (line, number);

            isRaw ^= quotes % 2 == 1;
        }
    }

    private static void AssertNone(IEnumerable<string> findings)
    {
        var found = findings.ToList();
        Assert.True(found.Count == 0, string.Join('\n', found.Take(50)));
    }

    // dotnet ef writes the others.
    private static IEnumerable<string> ListWritten() => ListSources("src").Concat(ListSources("tests"))
        .Where(file => !IsGenerated(file));

    private static bool IsGenerated(string file) => file.Contains("/Migrations/", StringComparison.Ordinal)
        || file.Contains("/CompiledModel/", StringComparison.Ordinal);

    private static IEnumerable<string> ListSources(string folder) =>
        from file in Directory.EnumerateFiles(Path.GetFullPath(Documents.PathOf(folder)), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        select file;

    [GeneratedRegex(@"predict|drift|feedback|machine.learning|training|inference|\bml_|model.?version|mlops", RegexOptions.IgnoreCase)]
    private static partial Regex MachineLearning();

    [GeneratedRegex(@"\bmd5\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Md5();

    [GeneratedRegex("\"\"\"")]
    private static partial Regex RawQuotes();

    [GeneratedRegex(@"^using ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"[ \t\r]\n")]
    private static partial Regex EndOfLine();

    [GeneratedRegex(@"\bMlOps\.Postgres\b")]
    private static partial Regex OwnName();

    // Such a key is written by its builder and read by its accessor: IsSlicedByTime and FindSlice.
    [GeneratedRegex(
        @"\bPostgresAnnotations\b|\bGetFeatureNames\b|\.Annotations\.\w|" +
        @"""MlOps:(Slice|TenantProperty|RowSecurity|Read|Trigger|Grant|Partition|Role|Function|View)")]
    private static partial Regex RawKey();
}
