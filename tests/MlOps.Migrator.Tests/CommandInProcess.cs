using MlOps.Persistence;

namespace MlOps.Migrator.Tests;

/// <summary>
/// Runs the command within the process of the tests. The start of a process costs more than most commands. Tests of signals, of
/// kills and of the environment need a <see cref="CommandLine"/>.
/// </summary>
internal static class CommandInProcess
{
    private static readonly RoutedWriter Output = new(Console.Out);
    private static readonly RoutedWriter Error = new(Console.Error);

    static CommandInProcess()
    {
        Console.SetOut(Output);
        Console.SetError(Error);
    }

    public static Task<CommandResult> RunAsync(params string[] arguments) => RunAsync<MlOpsDbContext>(arguments);

    /// <summary>Runs the command for another context.</summary>
    public static async Task<CommandResult> RunAsync<TContext>(string[] arguments)
        where TContext : MlOpsDbContext
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        Output.RouteTo(output);
        Error.RouteTo(error);
        var exitCode = await MlOpsCommand.RunAsync<TContext>(arguments);
        return new CommandResult(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs the command, expects it to succeed without a word on standard error, and returns what it wrote.</summary>
    public static async Task<string> ReadAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        return result.Output;
    }
}
