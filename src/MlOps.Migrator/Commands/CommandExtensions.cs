using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>How commands run.</summary>
internal static class CommandExtensions
{
    /// <summary>
    /// Sets what a command does. System.CommandLine listens for Ctrl-C only when the action first waits, so it waits at once.
    /// </summary>
    public static void SetInterruptibleAction(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await Task.Yield();
            return await action(parsed, cancellationToken);
        });
}
