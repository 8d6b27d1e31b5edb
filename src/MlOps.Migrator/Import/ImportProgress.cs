using MlOps.Import.Reports;

namespace MlOps.Migrator.Import;

/// <summary>Shows the progress of an import in one line at a terminal, and nothing where the output goes elsewhere.</summary>
internal sealed class ImportProgress : IDisposable
{
    private readonly bool _isShown = Terminal.Out.Profile.Capabilities.Interactive;
    private int _width;

    public void Report(ImportedTable table) => Show($"{table.Source}: {table.Read:N0} rows read");

    public void Dispose() => Show("");

    private void Show(string text)
    {
        if (!_isShown || (text.Length == 0 && _width == 0))
            return;

        Console.Write($"\r{text.PadRight(_width)}{(text.Length == 0 ? "\r" : "")}");
        _width = text.Length;
    }
}
