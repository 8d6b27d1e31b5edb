using System.Diagnostics;

namespace MlOps.Migrator.Tests.Deploy;

/// <summary>A program that scripts/install-test-tools installs, and that a machine may lack.</summary>
internal static class Tool
{
    // There a test must not be skipped because a program is missing.
    private static readonly bool IsCi = Environment.GetEnvironmentVariable("CI") == "true";

    /// <summary>Runs a program in the folder deploy, and expects it to find nothing wrong.</summary>
    public static Task AssertPassesAsync(string program, params string[] arguments) => RunAsync(Find(program), [], arguments);

    /// <summary>The same with variables of the environment.</summary>
    public static Task AssertPassesAsync(string program, Dictionary<string, string?> environment, params string[] arguments) =>
        RunAsync(Find(program), environment, arguments);

    /// <summary>The same for a program that comes with the machine or not at all.</summary>
    public static Task AssertPassesIfThereAsync(string program, params string[] arguments)
    {
        var file = Search(program);
        Assert.SkipWhen(file is null, $"{program} is not here");
        return RunAsync(file, [], arguments);
    }

    private static async Task RunAsync(string file, Dictionary<string, string?> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(file)
        {
            WorkingDirectory = DeployFolder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var result = await CommandLine.FinishAsync(process);
        Assert.True(result.ExitCode == 0, $"{file} {string.Join(' ', arguments)}: {result}");
    }

    private static string Find(string program)
    {
        var file = Search(program);
        var missing = $"{program} is not here. Run scripts/install-test-tools.";
        if (file is null && IsCi)
            Assert.Fail(missing);

        Assert.SkipWhen(file is null, missing);
        return file;
    }

    private static string? Search(string program) => $"{Environment.GetEnvironmentVariable("PATH")}".Split(Path.PathSeparator)
        .Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
}
