using System.CommandLine;
using System.Globalization;

namespace MlOps.Migrator.Commands;

/// <summary>How many rows are listed.</summary>
/// <param name="rows">What they are: "letters".</param>
/// <param name="usual">How many if the user does not say.</param>
internal sealed class LimitOption(string rows, int usual = 50) : ValueOption<int>(
    "--limit",
    $"The largest number of {rows} to list. JSON has all unless this is given.",
    "a whole number from 1",
    text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 ? count : null,
    usual)
{
    // A program would not notice that rows are missing.
    public int Of(ParseResult parsed, Output output) =>
        output.IsJson && parsed.GetResult(this) is null or { Implicit: true } ? int.MaxValue : parsed.GetValue(this);
}
