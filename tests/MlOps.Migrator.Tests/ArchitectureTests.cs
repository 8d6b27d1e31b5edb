using System.Reflection;
using MlOps.Import;
using MlOps.Migrator.Commands;
using MlOps.Persistence.Tests.Architecture;

namespace MlOps.Migrator.Tests;

/// <summary>The arrows between the folders of the projects that stand above the persistence.</summary>
public class ArchitectureTests
{
    // These are about to be mended. No new one is allowed.
    private static readonly string[] KnownCycles = ["MlOps.Import."];

    public static TheoryData<string, Assembly> Projects => new()
    {
        { "MlOps.Import", typeof(DatabaseImport).Assembly },
        { "MlOps.Migrator", typeof(MigrateCommand).Assembly },
    };

    [Theory, MemberData(nameof(Projects))]
    public void Namespaces_of_a_project_form_no_cycle(string project, Assembly assembly)
    {
        var cycles = NamespaceMap.Read(assembly, project).FindCycles()
            .Where(found => !KnownCycles.Contains($"{project}.{found.Key}"))
            .Select(found => $"{project}.{found.Key} has a cycle: {found.Value}.");
        Assert.True(!cycles.Any(), string.Join('\n', cycles));
    }
}
