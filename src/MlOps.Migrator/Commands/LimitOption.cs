using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>How many rows are listed.</summary>
/// <param name="rows">What they are: "letters".</param>
/// <param name="usual">How many if the user does not say.</param>
internal sealed class LimitOption(string rows, int usual = 50) : WholeNumberOption(
    "--limit",
    $"The largest number of {rows} to list. JSON has all unless this is given.",
    usual,
    least: 1)
{
    // A program would not notice that rows are missing.
    public int Of(ParseResult parsed, Output output) =>
        output.IsJson && parsed.GetResult(this) is null or { Implicit: true } ? int.MaxValue : parsed.GetValue(this);
}
