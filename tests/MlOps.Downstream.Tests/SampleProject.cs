using System.Diagnostics;
using MlOps.Persistence.Tests.Docs;

namespace MlOps.Downstream.Tests;

/// <summary>
/// The sample of the repository as a team would have it: outside of the repository, from our packages, built and tested by the commands
/// of its page, with a first migration, a compiled model and a bundle.
/// </summary>
public sealed class SampleProject : IAsyncLifetime
{
    /// <summary>The page that explains the sample. Its commands build it.</summary>
    public const string Page = "docs/own-service.md";

    private const string Name = "FraudScoring";

    private readonly string _directory = Directory.CreateTempSubdirectory("mlops-downstream-").FullName;

    public SampleProject() => Workspace = new Workspace(_directory);

    public Workspace Workspace { get; }

    public async ValueTask InitializeAsync()
    {
        await Workspace.PackAsync();
        CopySources(Path.Combine(Workspace.Repository, "samples", Name));
        CopySources(Path.Combine(AppContext.BaseDirectory, "Added"));
        File.Delete(PathOf("nuget.config"));
        await RunAsync("dotnet", "tool", "restore");
        foreach (var command in Documents.BlocksOf(Page, "sh").SelectMany(block => block.Split('\n')))
        {
            // DownstreamTests runs the tests, on the server of this run.
            if (command.StartsWith("dotnet test", StringComparison.Ordinal))
                continue;

            await RunAsync("bash", "-c", command);
            if (command.StartsWith("dotnet build", StringComparison.Ordinal))
                UseLibrariesCompiledAhead();
        }
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    public string PathOf(string file) => Workspace.PathOf(Path.Combine(Name, file));

    public string Read(string pattern, string folder = ".") => File.ReadAllText(
        Assert.Single(Directory.GetFiles(PathOf(folder), pattern, SearchOption.AllDirectories)));

    /// <summary>Runs dotnet in the project's directory, and expects it to succeed.</summary>
    public Task<string> DotnetAsync(params string[] arguments) => RunAsync("dotnet", arguments);

    /// <summary>Runs a program in the project's directory, and expects it to succeed.</summary>
    public Task<string> RunAsync(string program, params string[] arguments) => Workspace.RunAsync(Name, program, arguments);

    /// <summary>Runs a program in the project's directory, whatever comes of it.</summary>
    public Task<ProgramResult> TryAsync(string program, params string[] arguments) => Workspace.TryAsync(Name, program, arguments);

    /// <summary>Runs the sample's own command, which has the verbs of `mlops`.</summary>
    public Task<ProgramResult> RunCommandAsync(params string[] arguments) => TryAsync("dotnet", [CommandPath, .. arguments]);

    /// <summary>Starts it, for a test that ends it.</summary>
    public Process StartCommand(params string[] arguments) => Workspace.Start(Name, "dotnet", [CommandPath, .. arguments]);

    private string CommandPath => PathOf("Command/bin/Debug/net10.0/FraudCommand.dll");

    private void CopySources(string folder)
    {
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(folder, file);
            if (path.Split('/').Intersect(["bin", "obj"]).Any())
                continue;

            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(path))!);
            File.Copy(file, PathOf(path));
        }
    }

    // The sample's processes are short, and would spend most of their time in the compiler. PackageTests checks that the libraries of
    // our packages are the same.
    private void UseLibrariesCompiledAhead()
    {
        foreach (var library in Directory.GetFiles(PathOf("."), "*.dll", SearchOption.AllDirectories))
        {
            var compiled = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(library));
            if (library.Contains("/bin/", StringComparison.Ordinal) && File.Exists(compiled))
                File.Copy(compiled, library, overwrite: true);
        }
    }
}
