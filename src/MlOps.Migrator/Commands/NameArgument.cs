using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>The name of a stored thing.</summary>
internal sealed class NameArgument : Argument<string>
{
    public NameArgument(string description)
        : base("name") => Description = description;
}
