using System.Globalization;
using Spectre.Console;

namespace MlOps.Migrator;

/// <summary>Where the command writes: results to standard output, what goes wrong to standard error.</summary>
internal static class Terminal
{
    private const int RedirectedWidth = 120;

    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Err { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>A text from a database, in which nothing can move the cursor or change colours.</summary>
    public static string ShowControls(string text) => string.Concat(
        text.Select(character => char.IsControl(character)
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : $"{character}"));

    public static void Error(string message)
    {
        // Not by Spectre, which would break the line at the terminal's width: what happened is one line for scripts to read,
        // and only lists and the last words of other programs follow it.
        if (Err.Profile.Capabilities.Ansi)
            Err.Markup("[red]mlops:[/] ");
        else
            Console.Error.Write("mlops: ");

        Console.Error.WriteLine(message);
    }

    // Spectre goes by the name of the terminal alone, and would write colours into files and pipes.
    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
            console.Profile.Width = RedirectedWidth;

        return console;
    }
}
