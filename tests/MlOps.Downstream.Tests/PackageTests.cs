using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using MlOps.Testing;

namespace MlOps.Downstream.Tests;

public class PackageTests(TestServer server, SampleProject project)
{
    public static TheoryData<string> Libraries =>
        ["Domain", "Postgres", "PrivateServer", "Persistence", "Import", "Parquet", "Migrator", "Testing"];

    [Theory, MemberData(nameof(Libraries))]
    public void A_package_says_what_it_is_and_holds_the_library_and_its_symbols(string library)
    {
        using var package = Open($"MlOps.{library}", "nupkg");
        var metadata = Specification(package);
        Assert.Equal(("MIT", "README.md"), (Value(metadata, "license"), Value(metadata, "readme")));
        Assert.StartsWith("https://", Value(metadata, "projectUrl"), StringComparison.Ordinal);
        Assert.StartsWith("https://", Find(metadata, "repository").Attribute("url")!.Value, StringComparison.Ordinal);
        Assert.Contains("postgresql", Value(metadata, "tags"), StringComparison.Ordinal);
        Assert.Contains("### Domain", Value(metadata, "releaseNotes"), StringComparison.Ordinal);
        Assert.NotEmpty(Value(metadata, "description"));

        var assembly = library == "Migrator" ? "mlops" : $"MlOps.{library}";
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.Equal(
            [$"lib/net10.0/{assembly}.dll", $"lib/net10.0/{assembly}.xml"],
            package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("lib/", StringComparison.Ordinal)).Order());
        using var symbols = Open($"MlOps.{library}", "snupkg");
        Assert.NotNull(symbols.GetEntry($"lib/net10.0/{assembly}.pdb"));
    }

    [Theory, MemberData(nameof(Libraries))]
    public void The_sample_runs_the_library_of_the_package(string library)
    {
        var assembly = library == "Migrator" ? "mlops.dll" : $"MlOps.{library}.dll";
        using var package = Open($"MlOps.{library}", "nupkg");
        using var packed = new MemoryStream();
        using (var entry = package.GetEntry($"lib/net10.0/{assembly}")!.Open())
            entry.CopyTo(packed);

        var files = Directory.GetFiles(project.PathOf("."), assembly, SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            using var used = File.OpenRead(file);
            Assert.Equal(IdOf(packed), IdOf(used));
        });
    }

    [Theory]
    [InlineData("Persistence", "MlOps.Domain", "MlOps.Postgres")]
    [InlineData("Import", "MlOps.Persistence")]
    [InlineData("Parquet", "MlOps.Persistence")]
    [InlineData("Migrator", "MlOps.Import", "MlOps.Parquet", "MlOps.PrivateServer", "MlOps.Server")]
    [InlineData("Testing", "MlOps.Persistence", "MlOps.PrivateServer")]
    public void Packages_that_use_the_internals_of_each_other_have_one_version(string library, params string[] others)
    {
        using var package = Open($"MlOps.{library}", "nupkg");
        var dependencies = Specification(package).Descendants().Where(
            element => ((string?)element.Attribute("id"))?.StartsWith("MlOps.", StringComparison.Ordinal) == true);
        Assert.Equal(
            others.Select(other => $"{other} [{project.Workspace.Version}]"),
            dependencies.Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}").Order());
    }

    [Theory, InlineData("Postgres"), InlineData("Persistence")]
    public void A_package_that_derives_from_internals_of_the_provider_takes_no_version_of_it_that_it_does_not_know(string library)
    {
        using var package = Open($"MlOps.{library}", "nupkg");
        var provider = Specification(package).Descendants().Single(
            element => (string?)element.Attribute("id") == "Npgsql.EntityFrameworkCore.PostgreSQL");
        Assert.Matches(@"^\[10\.0\.\d+, 10\.1\.0\)$", provider.Attribute("version")!.Value);
    }

    [Fact]
    public async Task The_command_is_a_tool_that_migrates_a_database()
    {
        var folder = Path.GetRandomFileName();
        Directory.CreateDirectory(project.Workspace.PathOf(folder));
        await project.Workspace.RunAsync(
            folder, "dotnet", "tool", "install", "mlops", "--version", project.Workspace.Version, "--tool-path", ".");
        var connection = await server.CreateEmptyDatabaseAsync();
        var output = await project.Workspace.RunAsync(
            folder, project.Workspace.PathOf(Path.Combine(folder, "mlops")), "migrate", "--connection", connection);
        Assert.Contains("is up to date.", output, StringComparison.Ordinal);
    }

    private ZipArchive Open(string package, string kind) =>
        ZipFile.OpenRead(Path.Combine(project.Workspace.Feed, $"{package}.{project.Workspace.Version}.{kind}"));

    // The id of the compilation, which compiling ahead does not change.
    private static Guid IdOf(Stream assembly)
    {
        assembly.Position = 0;
        using var reader = new PEReader(assembly, PEStreamOptions.LeaveOpen);
        var metadata = reader.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static XElement Specification(ZipArchive package)
    {
        using var stream = package.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream).Root!;
    }

    private static string Value(XElement specification, string name) => Find(specification, name).Value;

    private static XElement Find(XElement specification, string name) =>
        specification.Descendants().Single(element => element.Name.LocalName == name);
}
