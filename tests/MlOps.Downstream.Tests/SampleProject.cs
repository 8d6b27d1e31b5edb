using System.Diagnostics;

namespace MlOps.Downstream.Tests;

/// <summary>
/// The sample as a project of its own, outside of the repository, which refers to the library's assemblies, and has its first
/// migration and a compiled model.
/// </summary>
public sealed class SampleProject : IAsyncLifetime
{
    public static readonly string Repository = FindRepository(AppContext.BaseDirectory);

    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "Sample");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mlops-downstream-");

    public SampleProject()
    {
        Directory.CreateDirectory(PathOf("Command"));
        foreach (var file in Directory.GetFiles(Sample, "*.cs", SearchOption.AllDirectories))
            File.Copy(file, PathOf(Path.GetRelativePath(Sample, file)));

        WriteProject("Shop.csproj");
        WriteProject("Command/ShopCommand.csproj");
        Write("Directory.Packages.props", $"<Project><Import Project=\"{Repository}/Directory.Packages.props\" /></Project>");
        Directory.CreateDirectory(PathOf(".config"));
        File.Copy(Path.Combine(Repository, ".config", "dotnet-tools.json"), PathOf(".config/dotnet-tools.json"));
    }

    public async ValueTask InitializeAsync()
    {
        await DotnetAsync("tool", "restore");
        await DotnetAsync("build");
        UseLibrariesCompiledAhead();
        await DotnetAsync("ef", "migrations", "add", "First", "--no-build");
        await DotnetAsync("ef", "dbcontext", "optimize", "--no-build", "--output-dir", "CompiledModel");
        await DotnetAsync("build", "Command");
        UseLibrariesCompiledAhead();
    }

    private string CommandPath => PathOf("Command/bin/Debug/net10.0/ShopCommand.dll");

    public string PathOf(string file) => Path.Combine(_directory.FullName, file);

    public string Read(string pattern, string folder = ".") => File.ReadAllText(
        Assert.Single(Directory.GetFiles(PathOf(folder), pattern, SearchOption.AllDirectories)));

    /// <summary>Runs dotnet in the project's directory, and expects it to succeed.</summary>
    public Task<string> DotnetAsync(params string[] arguments) => RunAsync("dotnet", arguments);

    /// <summary>Runs a program in the project's directory, and expects it to succeed.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var result = await TryAsync(program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{result}");
        return result.Output;
    }

    /// <summary>Runs the sample's own command, which has the verbs of `mlops`.</summary>
    public Task<ProgramResult> RunCommandAsync(params string[] arguments) => TryAsync("dotnet", [CommandPath, .. arguments]);

    /// <summary>Starts it, for a test that ends it.</summary>
    public Process StartCommand(params string[] arguments) => Start("dotnet", [CommandPath, .. arguments]);

    /// <summary>Runs a program in the project's directory, whatever comes of it.</summary>
    public async Task<ProgramResult> TryAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    public ValueTask DisposeAsync()
    {
        _directory.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private Process Start(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = _directory.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        return Process.Start(start)!;
    }

    // The sample's processes are short, and would spend most of their time on compiling EF Core.
    private void UseLibrariesCompiledAhead()
    {
        foreach (var library in Directory.GetFiles(_directory.FullName, "*.dll", SearchOption.AllDirectories))
        {
            var compiled = Path.Combine(AppContext.BaseDirectory, Path.GetFileName(library));
            if (library.Contains("/bin/", StringComparison.Ordinal) && File.Exists(compiled))
                File.Copy(compiled, library, overwrite: true);
        }
    }

    private void WriteProject(string file) => Write(file, File.ReadAllText(Path.Combine(Sample, $"{file}.template"))
        .Replace("$LIBRARY$", AppContext.BaseDirectory.TrimEnd('/'), StringComparison.Ordinal));

    private void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    private static string FindRepository(string directory) =>
        File.Exists(Path.Combine(directory, "MlOps.sln"))
            ? directory
            : FindRepository(Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("No MlOps.sln above the tests."));
}
