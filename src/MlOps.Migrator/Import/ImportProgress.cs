using MlOps.Import.Reports;
using Spectre.Console;

namespace MlOps.Migrator.Import;

/// <summary>Shows the progress of an import in one line at a terminal, and nothing where there is none.</summary>
internal sealed class ImportProgress(IAnsiConsole? terminal) : IDisposable
{
    private int _width;

    public void Report(ImportedTable table) => Show(Terminal.ShowControls($"{table.Source}: {table.Read:N0} rows read"));

    public void Dispose() => Show("");

    /// <summary>Replaces what the line says.</summary>
    public void Show(string text)
    {
        if (terminal is null || (text.Length == 0 && _width == 0))
            return;

        terminal.Profile.Out.Writer.Write($"\r{text.PadRight(_width)}{(text.Length == 0 ? "\r" : "")}");
        _width = text.Length;
    }
}
