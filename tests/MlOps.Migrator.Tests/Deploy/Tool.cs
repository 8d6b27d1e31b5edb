using System.Diagnostics;

namespace MlOps.Migrator.Tests.Deploy;

/// <summary>A program that scripts/install-test-tools installs, and that a machine may lack.</summary>
internal static class Tool
{
    /// <summary>Set in CI, where a test must not be skipped because a program is missing.</summary>
    private const string Required = "MLOPS_REQUIRE_TOOLS";

    /// <summary>Runs a program in the folder deploy, and expects it to find nothing wrong.</summary>
    public static async Task AssertPassesAsync(string program, params string[] arguments)
    {
        var file = Find(program);
        var start = new ProcessStartInfo(file)
        {
            WorkingDirectory = DeployFolder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        var result = await CommandLine.FinishAsync(process);
        Assert.True(result.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {result}");
    }

    private static string Find(string program)
    {
        var file = $"{Environment.GetEnvironmentVariable("PATH")}".Split(Path.PathSeparator)
            .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
        var missing = $"{program} is not here. scripts/install-test-tools installs it";
        if (file is null && Environment.GetEnvironmentVariable(Required) is { Length: > 0 })
            Assert.Fail($"{missing}, and {Required} asks for it.");

        Assert.SkipWhen(file is null, missing);
        return file;
    }
}
