using System.Text.RegularExpressions;

namespace MlOps.Domain.Tests;

/// <summary>
/// Checks which folders of the domain use which others. It reads the source, since the use of a constant is not visible
/// in the assembly.
/// </summary>
public partial class NamespaceTests
{
    // Every folder may use the root. All other arrows are here.
    private static readonly string[] AllowedArrows =
    [
        "Experiments -> Statistics",
        "Governance -> Monitoring",
        "Monitoring -> Predictions",
        "Monitoring -> Registry",
        "Monitoring -> Statistics",
        "Patterns -> Statistics",
        "Predictions -> Features",
        "Predictions -> Registry",
        "Predictions -> Statistics",
        "Registry -> Features",
        "Retraining -> Features",
        "Retraining -> Registry",
        "Retraining -> Statistics",
        "Training -> Registry",
        "Training -> Statistics",
    ];

    private static readonly string Root = Path.Combine(FindRepository(), "src", "MlOps.Domain");

    private static readonly string[] Folders =
    [
        .. Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)!).Except(["bin", "obj"])
            .Order(StringComparer.Ordinal),
    ];

    private static readonly ILookup<string, string> Arrows = Folders
        .SelectMany(
            folder => FindUses(Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
                .Except([folder]),
            (folder, used) => (From: folder, To: used))
        .ToLookup(arrow => arrow.From, arrow => arrow.To);

    [Fact]
    public void Folders_use_each_other_exactly_as_allowed()
    {
        var found = Arrows.SelectMany(uses => uses, (uses, used) => $"{uses.Key} -> {used}");

        Assert.Equal(AllowedArrows, found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_root_uses_no_folder() => Assert.Empty(FindUses(Directory.GetFiles(Root, "*.cs")));

    [Fact]
    public void No_folder_uses_itself_through_others() =>
        Assert.All(Folders, folder => Assert.DoesNotContain(folder, FindReachable(folder)));

    private static IEnumerable<string> FindUses(IEnumerable<string> files) =>
        files.SelectMany(file => NamespaceReference().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)
            .Intersect(Folders)
            .Order(StringComparer.Ordinal);

    private static HashSet<string> FindReachable(string folder)
    {
        var reached = new HashSet<string>();
        var open = new Stack<string>(Arrows[folder]);
        while (open.TryPop(out var next))
        {
            if (!reached.Add(next))
                continue;

            foreach (var used in Arrows[next])
                open.Push(used);
        }

        return reached;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MlOps.sln")))
            folder = folder.Parent;

        return folder?.FullName
            ?? throw new DirectoryNotFoundException($"There is no MlOps.sln above {AppContext.BaseDirectory}.");
    }

    // A using directive, or a name such as Registry.Model, which needs no directive inside the domain.
    [GeneratedRegex(
        @"^using MlOps\.Domain\.(?<name>\w+);|(MlOps\.Domain\.|(?<![\w.]))(?<name>\w+)(?=\.[A-Z])",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceReference();
}
