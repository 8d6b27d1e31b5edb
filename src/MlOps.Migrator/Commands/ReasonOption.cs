using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>Why somebody does something. It is stored with what they do.</summary>
internal sealed class ReasonOption : Option<string>
{
    public ReasonOption(string description)
        : base("--reason")
    {
        Description = description;
        HelpName = "text";
        Required = true;
    }
}
