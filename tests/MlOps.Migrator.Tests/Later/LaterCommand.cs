using System.Diagnostics;

namespace MlOps.Migrator.Tests.Later;

/// <summary>Runs the command of a later version.</summary>
internal static class LaterCommand
{
    public const string Word = "later";

    public static Task<CommandResult> RunAsync(params string[] arguments) => CommandInProcess.RunAsync<LaterContext>(arguments);

    /// <summary>Runs it, and expects it to succeed.</summary>
    public static async Task<string> ReadAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    /// <summary>Starts it as a process of its own.</summary>
    public static Process Start(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(LaterCommand).Assembly.Location, Word, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        return process;
    }
}
