using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>A command with examples at the end of its help.</summary>
internal class Verb(string name, string description) : Command(name, description)
{
    /// <summary>What a user would type after the name of the program.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
