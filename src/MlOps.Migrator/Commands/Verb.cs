using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal class Verb(string name, string description) : Command(name, description)
{
    /// <summary>What a user would type after the name of the program.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
