using System.Globalization;

namespace MlOps.Migrator.Commands;

/// <summary>A number of things.</summary>
/// <param name="name">The name, with its dashes.</param>
/// <param name="description">What the help says.</param>
/// <param name="usual">The number if none is given.</param>
/// <param name="least">The smallest number that is allowed.</param>
internal class WholeNumberOption(string name, string description, int? usual = null, int least = 0) : ValueOption<int>(
    name,
    description,
    least == 0 ? "a whole number" : $"a whole number from {least}",
    text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least ? number : null,
    usual);
