using System.CommandLine;
using MlOps.Migrator.Commands;
using MlOps.Persistence;

namespace MlOps.Migrator;

/// <summary>The command `mlops`, for the context of any application: its own program calls it and has all verbs.</summary>
public static class MlOpsCommand
{
    /// <summary>Runs the command, and returns its exit code. What goes wrong is one line on standard error.</summary>
    /// <typeparam name="TContext">
    /// The context that every verb works with. It needs a public constructor that takes its options alone.
    /// </typeparam>
    /// <param name="args">The arguments of the program.</param>
    public static async Task<int> RunAsync<TContext>(string[] args)
        where TContext : MlOpsDbContext
    {
        try
        {
            var parsed = new MlOpsRootCommand(ContextFactory.For<TContext>()).Parse(args);
            if (parsed.Errors.Count == 0)
                return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });

            Terminal.Error($"{parsed.Errors[0].Message} '{Invocation.Program} --help' lists the commands.");
            return ExitCode.Usage;
        }
        catch (Exception e)
        {
            return Failure.Report(e);
        }
    }
}
