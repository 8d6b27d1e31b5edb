using System.Reflection;
using System.Xml.Linq;
using MlOps.Architecture.Tests.Code;
using MlOps.Domain;
using MlOps.Import;
using MlOps.Parquet;
using MlOps.Persistence;
using MlOps.Persistence.Tests.Docs;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using MlOps.PrivateServer;
using MlOps.Server;

namespace MlOps.Architecture.Tests;

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
        ["src/MlOps.Parquet"] = ["MlOps.Persistence"],
        ["src/MlOps.Migrator"] = ["MlOps.Import", "MlOps.Parquet", "MlOps.PrivateServer", "MlOps.Server"],
        ["src/MlOps.Server"] = ["MlOps.Persistence"],
        ["tests/MlOps.Testing"] = ["MlOps.Persistence", "MlOps.PrivateServer"],
    };

    // What each folder of Persistence may use of the others. The root composes all of them, and all may use its types.
    private static readonly Dictionary<string, string[]> FolderArrows = new()
    {
        ["Auditing"] = ["Conventions", "Tenancy"],
        ["CompiledModel"] = ["Configurations", "Conventions", "Tenancy"],
        ["Configurations"] = ["Conventions", "Saving", "Tenancy"],
        ["Conventions"] = ["Tenancy"],
        ["Events"] = ["Conventions", "Ingestion", "Tenancy", "Transactions"],
        ["Ingestion"] = ["Auditing", "Conventions", "Maintenance", "Tenancy", "Transactions"],
        ["Alerts"] = ["Ingestion", "Notices", "Repositories", "Sampling", "Transactions"],
        ["Jobs"] =
        [
            "Alerts", "Ingestion", "Maintenance", "Monitoring", "Notices", "Operations", "Patterns", "Repositories", "Retraining",
            "Sampling", "Transactions",
        ],
        ["Maintenance"] = ["Tenancy", "Transactions"],
        ["Monitoring"] = ["Ingestion", "Repositories", "Transactions"],
        ["Notices"] = ["Ingestion", "Transactions"],
        ["Operations"] = ["Alerts", "Ingestion", "Maintenance", "Repositories", "Sampling", "Transactions"],
        ["Patterns"] = ["Alerts"],
        ["Repositories"] = ["Configurations", "Ingestion", "Tenancy", "Transactions"],
        ["Retraining"] = ["Notices", "Repositories", "Transactions"],
        ["Sampling"] = ["Repositories"],
        ["Saving"] = ["Auditing", "Conventions", "Tenancy", "Transactions"],
    };

    private static readonly Assembly Persistence = typeof(MlOpsDbContext).Assembly;

    public static TheoryData<string, Assembly> Projects => new()
    {
        { "MlOps.Domain", typeof(Entity).Assembly },
        { "MlOps.Postgres", typeof(SqlTable<>).Assembly },
        { "MlOps.PrivateServer", typeof(LocalServer).Assembly },
        { "MlOps.Persistence", Persistence },
        { "MlOps.Import", typeof(DatabaseImport).Assembly },
        { "MlOps.Parquet", typeof(SliceExport).Assembly },
        { "MlOps.Server", typeof(MlOpsServer).Assembly },
        { "MlOps.Migrator", Assembly.Load("mlops") },
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
        var others = NamespaceMap.Read(Persistence, "MlOps.Persistence").ListFolderArrows()
            .Where(arrow => !FolderArrows.GetValueOrDefault(arrow.From, []).Contains(arrow.To))
            .Select(arrow => $"{arrow.From} must not use {arrow.To}: {arrow.Example}.");
        Assert.True(!others.Any(), string.Join('\n', others));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Namespaces_of_a_project_form_no_cycle(string project, Assembly assembly)
    {
        var cycles = NamespaceMap.Read(assembly, project).FindCycles();
        Assert.True(cycles.Count == 0, string.Join('\n', cycles.Select(found => $"{project}.{found.Key} has a cycle: {found.Value}.")));
    }

    // Neither project may reference the other, so both have this code.
    [Fact]
    public void Ids_of_the_domain_and_of_slices_hold_the_same_times()
    {
        var random = new Random(7);
        var moments = Enumerable.Range(0, 10_000)
            .Select(_ => DateTimeOffset.UnixEpoch.AddTicks(random.NextInt64(TimeSpan.FromDays(365_000).Ticks)))
            .Append(DateTimeOffset.UnixEpoch).Append(DateTimeOffset.MaxValue);
        foreach (var moment in moments)
        {
            Assert.Equal(Uuid7.Lowest(moment), TimeOrderedId.Lowest(moment));
            var id = Uuid7.Create(moment, new UInt128((ulong)random.NextInt64(), (ulong)random.NextInt64()));
            Assert.Equal(Uuid7.TimeOf(id), TimeOrderedId.TimeOf(id));
            Assert.Equal(moment.ToUnixTimeMilliseconds(), TimeOrderedId.TimeOf(id)!.Value.ToUnixTimeMilliseconds());
        }

        Guid[] others = [Guid.Empty, Guid.AllBitsSet, Guid.NewGuid(), new("ffffffff-ffff-7fff-bfff-ffffffffffff")];
        Assert.All(others, id => Assert.Equal(Uuid7.TimeOf(id), TimeOrderedId.TimeOf(id)));
    }

    private static IEnumerable<string> ListReferences(string project)
    {
        var file = Documents.PathOf($"{project}/{Path.GetFileName(project)}.csproj");
        return XDocument.Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
    }
}
