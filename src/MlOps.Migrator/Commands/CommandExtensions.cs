using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>How commands run.</summary>
internal static class CommandExtensions
{
    /// <summary>
    /// Sets what a command does, and gives it the option --json. System.CommandLine listens for Ctrl-C only when the action first
    /// waits, so it waits at once.
    /// </summary>
    public static void SetInterruptibleAction(this Command command, Func<ParseResult, Output, CancellationToken, Task<int>> action)
    {
        var json = new Flag("--json", "Print JSON and nothing else, an object a line.");
        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await Task.Yield();
            return await action(parsed, Output.Of(parsed, parsed.GetValue(json)), cancellationToken);
        });
    }
}
