using System.Globalization;

namespace MlOps.Migrator.Commands;

/// <summary>A number with a point, whatever the language of the machine.</summary>
internal sealed class NumberOption : ValueOption<double>
{
    public NumberOption(string name, string description, double? usual = null)
        : base(name, description, "a number", Parse, usual) => HelpName = "number";

    public static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
