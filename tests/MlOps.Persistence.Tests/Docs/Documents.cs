using System.Runtime.CompilerServices;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>Reads the pages that users read, and the samples that tests run.</summary>
internal static class Documents
{
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    public static string PathOf(string path) => Path.Combine(Folder(), "../../..", path);

    /// <summary>The blocks of C# of a page, without their indents.</summary>
    public static IReadOnlyList<string> CSharpOf(string path) => BlocksOf(path, "csharp");

    /// <summary>The blocks of a page that bear such a word, or words, without their indents.</summary>
    public static IReadOnlyList<string> BlocksOf(string path, string kind) =>
        [.. Read(path).Split($"```{kind}\n").Skip(1).Select(block => Trimmed(block[..block.IndexOf("```", StringComparison.Ordinal)]))];

    /// <summary>What stands between two comments of a file beside this one, without indents.</summary>
    public static string Sample(string file, string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder(), file));
        var (start, end) = ($"// <{name}>", $"// </{name}>");
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return Trimmed(text[from..text.IndexOf(end, from, StringComparison.Ordinal)]);
    }

    /// <summary>The text of a file, without indents.</summary>
    public static string TrimmedTextOf(string file) => Trimmed(File.ReadAllText(file));

    private static string Trimmed(string text) => string.Join('\n', text.Trim().Split('\n').Select(line => line.Trim()));

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
