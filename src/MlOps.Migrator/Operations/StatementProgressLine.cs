using Spectre.Console;

namespace MlOps.Migrator.Operations;

/// <summary>Says at a terminal which statement runs.</summary>
internal sealed class StatementProgressLine(IAnsiConsole? terminal) : ProgressLine(terminal), IProgress<string>
{
    public void Report(string value) => Show(value);
}
