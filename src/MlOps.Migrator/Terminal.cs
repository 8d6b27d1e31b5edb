using System.Globalization;
using Spectre.Console;

namespace MlOps.Migrator;

/// <summary>The streams of the process: results go to standard output, what goes wrong to standard error.</summary>
internal static class Terminal
{
    private const int RedirectedWidth = 120;

    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Err { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>The terminal that a writer writes to; null if it writes elsewhere.</summary>
    public static IAnsiConsole? Find(TextWriter writer) => writer == Console.Out && !Console.IsOutputRedirected ? Out : null;

    /// <summary>Whether somebody can answer a question.</summary>
    public static bool TakesAnswers => !Console.IsInputRedirected;

    /// <summary>
    /// A text of others in which nothing can move the cursor, change colours, begin a line or turn the direction of writing.
    /// </summary>
    public static string ShowControls(string text) => string.Concat(
        text.Select(character => IsControl(character)
            ? string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}") : $"{character}"));

    public static void Error(string message)
    {
        // Not by Spectre, which would break the line at the terminal's width: what happened is one line for scripts to read,
        // and only lists and the last words of other programs follow it.
        if (Err.Profile.Capabilities.Ansi)
            Err.Markup("[red]mlops:[/] ");
        else
            Console.Error.Write("mlops: ");

        Note(message);
    }

    /// <summary>Writes lines to standard error.</summary>
    public static void Note(string message) => Console.Error.WriteLine(
        string.Join(Environment.NewLine, message.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(ShowControls)));

    private static bool IsControl(char character) => char.IsControl(character)
        || character is (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

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
