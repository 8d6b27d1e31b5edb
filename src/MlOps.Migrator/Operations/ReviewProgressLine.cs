using Spectre.Console;

namespace MlOps.Migrator.Operations;

/// <summary>Says at a terminal what a review reads.</summary>
internal sealed class ReviewProgressLine(IAnsiConsole? terminal) : ProgressLine(terminal), IProgress<string>
{
    public void Report(string value) => Show($"Reading: {value}");
}
