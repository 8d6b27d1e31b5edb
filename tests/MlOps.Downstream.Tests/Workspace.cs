using System.Diagnostics;
using System.Reflection;

namespace MlOps.Downstream.Tests;

/// <summary>
/// A folder outside of the repository, with the packages of this build as a feed. Programs that run in it find other packages where
/// the machine has them, and leave none of ours behind.
/// </summary>
public sealed class Workspace(string directory)
{
    public static readonly string Repository = FindRepository(AppContext.BaseDirectory);

    // The user that runs PostgreSQL must be able to enter it, and the workspace may be closed to all but its owner.
    private readonly string _home = Path.Combine(Path.GetTempPath(), $"mlops-home-{Guid.NewGuid():N}");

    /// <summary>A version that no package cache has.</summary>
    public string Version => File.ReadAllText(PathOf("version"));

    public string Feed => PathOf("packages");

    public string PathOf(string file) => Path.Combine(directory, file);

    /// <summary>Packs what was built. The command is packed for any platform, which takes no compiler.</summary>
    public async Task PackAsync()
    {
        Directory.CreateDirectory(directory);
        var minutes = (DateTime.UtcNow - new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)).TotalMinutes;
        await File.WriteAllTextAsync(PathOf("version"), $"0.1.{minutes:0}");
        var source = $"<add key=\"mlops\" value=\"{Feed}\" />";
        await File.WriteAllTextAsync(
            PathOf("nuget.config"), $"<configuration><packageSources>{source}</packageSources></configuration>");
        var configuration = typeof(Workspace).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        await RunAsync(
            ".", "dotnet", "pack", Path.Combine(Repository, "MlOps.sln"), "--no-build", "--configuration", configuration, "--output", Feed,
            $"-p:PackageVersion={Version}", "-p:ToolPackageRuntimeIdentifiers=any");
    }

    /// <summary>Runs a program in a folder of the workspace, and expects it to succeed.</summary>
    public async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var result = await TryAsync(folder, program, arguments);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}\n{result}");
        return result.Output;
    }

    /// <summary>Runs a program in a folder of the workspace, whatever comes of it.</summary>
    public async Task<ProgramResult> TryAsync(string folder, string program, params string[] arguments)
    {
        using var process = Start(folder, program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramResult(process.ExitCode, await output, await error);
    }

    public Process Start(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            WorkingDirectory = PathOf(folder),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        start.Environment["MlOpsVersion"] = Version;
        start.Environment["MLOPS_HOME"] = _home;
        start.Environment["NUGET_PACKAGES"] = PathOf("nuget");
        start.Environment["NUGET_FALLBACK_PACKAGES"] = PackageCache();
        return Process.Start(start)!;
    }

    private static string PackageCache() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string FindRepository(string directory) =>
        File.Exists(Path.Combine(directory, "MlOps.sln"))
            ? directory
            : FindRepository(Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("No MlOps.sln above the tests."));
}
