using System.Reflection;
using System.Xml.Linq;
using MlOps.Domain;
using MlOps.Persistence.Tests.Architecture;
using MlOps.Persistence.Tests.Docs;
using MlOps.Postgres;
using MlOps.PrivateServer;

namespace MlOps.Persistence.Tests;

/// <summary>The arrows between projects, and between the folders of a project.</summary>
public class ArchitectureTests
{
    // What each project references. Nothing else is allowed.
    private static readonly Dictionary<string, string[]> ProjectArrows = new()
    {
        ["src/MlOps.Domain"] = [],
        ["src/MlOps.Postgres"] = [],
        ["src/MlOps.PrivateServer"] = [],
        ["src/MlOps.Persistence"] = ["MlOps.Domain", "MlOps.Postgres"],
        ["src/MlOps.Import"] = ["MlOps.Persistence"],
        ["src/MlOps.Migrator"] = ["MlOps.Import", "MlOps.PrivateServer"],
        ["tests/MlOps.Testing"] = ["MlOps.Persistence", "MlOps.PrivateServer"],
    };

    // What each folder of Persistence may use of the others. The root composes all of them.
    private static readonly Dictionary<string, string[]> FolderArrows = new();

    private static readonly Assembly Persistence = typeof(MlOpsDbContext).Assembly;

    public static TheoryData<string, Assembly> Projects => new()
    {
        { "MlOps.Domain", typeof(Entity).Assembly },
        { "MlOps.Postgres", typeof(SqlTable<>).Assembly },
        { "MlOps.PrivateServer", typeof(LocalServer).Assembly },
        { "MlOps.Persistence", Persistence },
    };

    [Fact]
    public void Projects_reference_each_other_as_the_architecture_says()
    {
        var projects = Directory.EnumerateDirectories(Documents.PathOf("src"))
            .Select(folder => $"src/{Path.GetFileName(folder)}").Append("tests/MlOps.Testing");
        Assert.Equal(ProjectArrows.Keys.Order(), projects.Order());
        Assert.All(ProjectArrows, project => Assert.Equal(project.Value.Order(), ListReferences(project.Key).Order()));
    }

    [Fact]
    public void Folders_of_Persistence_use_each_other_as_the_architecture_says()
    {
        var allowed = FolderArrows.SelectMany(folder => folder.Value.Select(used => $"{folder.Key} -> {used}"));
        Assert.Empty(NamespaceMap.Read(Persistence, "MlOps.Persistence").ListFolderArrows().Except(allowed));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Namespaces_of_a_project_form_no_cycle(string project, Assembly assembly) =>
        Assert.Empty(NamespaceMap.Read(assembly, project).ListCycles());

    private static IEnumerable<string> ListReferences(string project)
    {
        var file = Documents.PathOf($"{project}/{Path.GetFileName(project)}.csproj");
        return XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
    }
}
