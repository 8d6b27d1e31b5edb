using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOps.Migrator.Tests;

/// <summary>docs/cli.md, and what it says of the JSON of each verb.</summary>
internal static partial class Manual
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, "docs", "cli.md"));

    /// <summary>The verbs of the table of JSON, and the properties of their objects.</summary>
    public static IReadOnlyDictionary<string, string[]> Json { get; } = JsonRow().Matches(Text).ToDictionary(
        row => row.Groups[1].Value, row => Quoted().Matches(row.Groups[2].Value).Select(name => name.Groups[1].Value).ToArray());

    /// <summary>Reads the objects that a verb wrote, one a line, each with the properties that the manual names.</summary>
    public static List<JsonElement> ParseJson(string verb, string output)
    {
        var objects = output.TrimEnd('\n').Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(objects, found => Assert.Equal(Json[verb], found.EnumerateObject().Select(property => property.Name)));
        return objects;
    }

    [GeneratedRegex(@"^\| `([^`]+)` \| [^|]+ \| (`\w+`(?:, `\w+`)*) \|$", RegexOptions.Multiline)]
    private static partial Regex JsonRow();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Quoted();
}
