using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>Who does something: the user of this machine, unless a name is given.</summary>
internal sealed class ByOption : Option<string?>
{
    /// <param name="description">What the help says, without the name if none is given.</param>
    public ByOption(string description = "Who does it")
        : base("--by") => (Description, HelpName) = ($"{description}; the user of this machine if not given.", "name");

    public string Of(ParseResult parsed) => parsed.GetValue(this) ?? Environment.UserName;
}
