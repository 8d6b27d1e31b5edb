using Spectre.Console;

namespace MlOps.Migrator;

/// <summary>Shows the progress of a command in one line at a terminal, and nothing where there is none.</summary>
internal class ProgressLine(IAnsiConsole? terminal) : IProgress<string>, IDisposable
{
    private int _width;

    public void Dispose()
    {
        Show("");
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Show"/>
    public void Report(string value) => Show(value);

    /// <summary>Replaces what the line says.</summary>
    public void Show(string text)
    {
        if (terminal is null || (text.Length == 0 && _width == 0))
            return;

        terminal.Profile.Out.Writer.Write($"\r{text.PadRight(_width)}{(text.Length == 0 ? "\r" : "")}");
        _width = text.Length;
    }
}
