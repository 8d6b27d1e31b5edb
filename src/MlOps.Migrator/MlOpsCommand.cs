using System.CommandLine;
using System.Globalization;
using MlOps.Migrator.Commands;
using MlOps.Persistence;

namespace MlOps.Migrator;

/// <summary>The command `mlops`, for the context of any application: its own program calls it and has all verbs.</summary>
public static class MlOpsCommand
{
    // For what is asked to end. A job notes that it was stopped, perhaps over a slow network.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(8);

    /// <summary>Runs the command, and returns its exit code. What goes wrong is one line on standard error.</summary>
    /// <typeparam name="TContext">
    /// The context that every verb works with. It needs a public constructor that takes its options alone.
    /// </typeparam>
    /// <param name="args">The arguments of the program.</param>
    public static async Task<int> RunAsync<TContext>(string[] args)
        where TContext : MlOpsDbContext
    {
        // Holds in this method, and in what it calls.
        CultureInfo.CurrentCulture = CreateIsoCulture();
        try
        {
            // A file that an argument with @ names would be read as more arguments, and shown in the message about them.
            var parsed = new MlOpsRootCommand(ContextFactory.For<TContext>()).Parse(
                args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count == 0)
                return await parsed.InvokeAsync(
                    new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToEnd });

            Terminal.Error($"{parsed.Errors[0].Message} {WhatToDo(parsed)}");
            return ExitCode.Usage;
        }
        catch (Exception e)
        {
            return Failure.Report(e);
        }
    }

    // The help shows default values as the culture writes them.
    private static CultureInfo CreateIsoCulture()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.DateTimeFormat.ShortDatePattern = "yyyy-MM-dd";
        return culture;
    }

    private static string WhatToDo(ParseResult parsed) =>
        parsed.UnmatchedTokens is [var word, ..] && parsed.Errors[0].Message.Contains(word, StringComparison.Ordinal)
            && Suggestion.Find(parsed.CommandResult.Command, word) is { } meant
            ? $"Did you mean '{meant}'?"
            : $"'{Invocation.Program} --help' lists the commands.";
}
