using System.Reflection;
using System.Text.RegularExpressions;
using MlOps.Persistence.Tests.Docs;

namespace MlOps.Architecture.Tests;

/// <summary>docs/architecture.md names every folder of the code, and nothing that does not exist.</summary>
public partial class ArchitecturePageTests
{
    private static readonly string Page = Documents.Read("docs/architecture.md");

    private static readonly string[] Projects =
        [.. Directory.EnumerateDirectories(Documents.PathOf("src")).Select(folder => Path.GetFileName(folder)!)];

    [Fact]
    public void The_page_names_each_project() => Assert.All(Projects, project => Assert.Contains(project, Page, StringComparison.Ordinal));

    [Fact]
    public void The_page_names_each_folder_of_a_project() =>
        Assert.All(Projects.SelectMany(ListFolders), folder => Assert.Contains($"`{folder}`", Page, StringComparison.Ordinal));

    [Fact]
    public void Each_class_and_method_that_the_page_names_exists()
    {
        var types = Projects.Select(project => Assembly.Load(project == "MlOps.Migrator" ? "mlops" : project))
            .SelectMany(assembly => assembly.GetTypes()).ToList();
        const BindingFlags any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance;
        var names = types.Select(type => type.Name)
            .Concat(types.SelectMany(type => type.GetMethods(any)).Select(method => method.Name))
            .Concat(Projects.SelectMany(ListFoldersWithin)).ToHashSet(StringComparer.Ordinal);

        var named = CodeWord().Matches(Page).SelectMany(match => match.Groups["name"].Value.Split('.')).Where(name => name != "context")
            .ToList();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, names));
    }

    private static IEnumerable<string> ListFolders(string project) =>
        Directory.EnumerateDirectories(Documents.PathOf($"src/{project}")).Select(folder => Path.GetFileName(folder)!)
            .Where(folder => folder is not ("bin" or "obj"));

    private static IEnumerable<string> ListFoldersWithin(string project) =>
        Directory.EnumerateDirectories(Documents.PathOf($"src/{project}"), "*", SearchOption.AllDirectories)
            .Select(folder => Path.GetFileName(folder)!);

    // Names of types, methods and folders in backticks: `LabelSql`, `context.BulkInsertAsync`. Commands and tables have spaces or _.
    [GeneratedRegex("`(?<name>(context|[A-Z][A-Za-z]+)(\\.[A-Z][A-Za-z]+)?)`")]
    private static partial Regex CodeWord();
}
