using System.Diagnostics;

namespace MlOps.Migrator.Tests;

/// <summary>
/// Runs the command as a process of its own, with nothing of the caller's settings but which PostgreSQL is tested, and what a
/// test gives it.
/// </summary>
internal sealed class CommandLine(string home)
{
    private const string PostgresVariable = "MLOPS_POSTGRES_BIN";

    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(10);

    private static readonly string[] OwnVariables =
        ["MLOPS_", "POSTGRES_", "PG", "ConnectionStrings__"];

    public Dictionary<string, string> Environment { get; } = new() { ["MLOPS_HOME"] = home };

    public string WorkingDirectory { get; init; } = Path.GetTempPath();

    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await FinishAsync(process);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(PublishedCommand.File);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        foreach (var name in start.Environment.Keys.Where(IsOwn).ToList())
            start.Environment.Remove(name);

        foreach (var (name, value) in Environment)
            start.Environment[name] = value;

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static bool IsOwn(string variable) => variable != PostgresVariable
        && Array.Exists(OwnVariables, prefix => variable.StartsWith(prefix, StringComparison.Ordinal));

    public static async Task<CommandResult> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(LongestRun);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"After {LongestRun} the command still ran. A signal that the parent process ignores, such as SIGINT in the background " +
                $"of a script, does not end it. Its output: {await output} {await error}");
        }

        return new CommandResult(process.ExitCode, await output, await error);
    }
}
