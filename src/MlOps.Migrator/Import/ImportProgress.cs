using MlOps.Import.Reports;
using Spectre.Console;

namespace MlOps.Migrator.Import;

/// <summary>Shows the progress of an import.</summary>
internal sealed class ImportProgress(IAnsiConsole? terminal) : ProgressLine(terminal)
{
    public void Report(ImportedTable table) => Show(Terminal.ShowControls($"{table.Source}: {table.Read:N0} rows read"));
}
