using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace MlOps.Architecture.Tests.Code;

/// <summary>
/// Which namespaces of a project use which others, by its compiled code and by the using directives of its sources. The
/// compiler refuses a directive that nothing needs, so each of them is a use.
/// </summary>
internal sealed partial class NamespaceMap
{
    private readonly IReadOnlyList<NamespaceArrow> _arrows;

    private NamespaceMap(IReadOnlyList<NamespaceArrow> arrows) => _arrows = arrows;

    /// <param name="assembly">The compiled project.</param>
    /// <param name="project">Its folder and root namespace: MlOps.Persistence.</param>
    public static NamespaceMap Read(Assembly assembly, string project) => new(
    [
        .. ReadCode(assembly, project).Concat(ReadSources(project))
            .Where(arrow => arrow.From != arrow.To)
            .DistinctBy(arrow => (arrow.From, arrow.To)),
    ]);

    /// <summary>
    /// The arrows between first-level folders. The root of a project composes all of its folders, and all may use its types.
    /// </summary>
    public IReadOnlyList<NamespaceArrow> ListFolderArrows() =>
        [.. ListArrowsBelow("").Where(arrow => arrow.From.Length > 0 && arrow.To.Length > 0)];

    /// <summary>
    /// For each namespace whose children use each other in a circle, or use it while it uses them: one such circle. At the
    /// root, named "", only the children count.
    /// </summary>
    public IReadOnlyDictionary<string, string> FindCycles() =>
        _arrows.SelectMany(arrow => ListParents(arrow.From)).Append("").Distinct()
            .Select(parent => (Parent: parent, Cycle: FindCycle([.. ListArrowsBelow(parent)])))
            .Where(found => found.Cycle is not null)
            .ToDictionary(found => found.Parent, found => found.Cycle!);

    // The arrows between the children of a namespace, each with all that is below it, and the namespace's own types.
    private IEnumerable<NamespaceArrow> ListArrowsBelow(string parent) => _arrows
        .Where(arrow => IsBelow(arrow.From, parent) && IsBelow(arrow.To, parent))
        .Select(arrow => arrow with { From = FindChild(arrow.From, parent), To = FindChild(arrow.To, parent) })
        .Where(arrow => arrow.From != arrow.To)
        .DistinctBy(arrow => (arrow.From, arrow.To));

    private static string? FindCycle(List<NamespaceArrow> arrows)
    {
        arrows.RemoveAll(arrow => arrow.From.Length == 0 || arrow.To.Length == 0);

        // What nothing uses, or what uses nothing, is part of no cycle.
        while (arrows.RemoveAll(arrow =>
            !arrows.Exists(other => other.To == arrow.From) || !arrows.Exists(other => other.From == arrow.To)) > 0)
        {
        }

        if (arrows.Count == 0)
            return null;

        var path = new List<NamespaceArrow> { arrows[0] };
        while (path.FindIndex(arrow => arrow.From == path[^1].To) < 0)
            path.Add(arrows.First(arrow => arrow.From == path[^1].To));

        var cycle = path.Skip(path.FindIndex(arrow => arrow.From == path[^1].To));
        return string.Join("; ", cycle.Select(arrow => $"{arrow.From} -> {arrow.To} ({arrow.Example})"));
    }

    private static IEnumerable<NamespaceArrow> ReadCode(Assembly assembly, string project) =>
        from type in assembly.GetTypes()
        from used in TypeReferences.List(type)
        where used.Assembly == assembly && IsOf(project, type.Namespace) && IsOf(project, used.Namespace)
        select new NamespaceArrow(
            Shorten(project, type.Namespace!),
            Shorten(project, used.Namespace!),
            $"{FindOutermost(type).Name} uses {FindOutermost(used).Name}");

    private static IEnumerable<NamespaceArrow> ReadSources(string project) =>
        from file in Directory.EnumerateFiles(FindFolder(project), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        let text = File.ReadAllText(file)
        let own = NamespaceDeclaration().Match(text).Groups[1].Value
        where IsOf(project, own)
        from directive in UsingDirective().Matches(text)
        where IsOf(project, directive.Groups[1].Value)
        select new NamespaceArrow(
            Shorten(project, own),
            Shorten(project, directive.Groups[1].Value),
            $"a using directive of {Path.GetFileName(file)}");

    private static bool IsOf(string project, string? name) =>
        name == project || name?.StartsWith($"{project}.", StringComparison.Ordinal) == true;

    private static string Shorten(string project, string name) => name == project ? "" : name[(project.Length + 1)..];

    private static bool IsBelow(string name, string parent) =>
        parent.Length == 0 || name == parent || name.StartsWith($"{parent}.", StringComparison.Ordinal);

    private static string FindChild(string name, string parent)
    {
        if (name == parent)
            return name;

        var end = name.IndexOf('.', parent.Length == 0 ? 0 : parent.Length + 1);
        return end < 0 ? name : name[..end];
    }

    private static IEnumerable<string> ListParents(string name)
    {
        for (var end = name.LastIndexOf('.'); end > 0; end = name.LastIndexOf('.', end - 1))
            yield return name[..end];
    }

    private static Type FindOutermost(Type type) => type.DeclaringType is { } outer ? FindOutermost(outer) : type;

    private static string FindFolder(string project, [CallerFilePath] string file = "") =>
        Path.Combine(Path.GetDirectoryName(file)!, "../../../src", project);

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceDeclaration();

    [GeneratedRegex(@"^using (?:static |\w+ = )?(MlOps[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex UsingDirective();
}
