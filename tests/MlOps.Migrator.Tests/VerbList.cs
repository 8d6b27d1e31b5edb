using System.CommandLine;
using MlOps.Migrator.Commands;
using MlOps.Persistence;

namespace MlOps.Migrator.Tests;

/// <summary>The verbs of the command: those that have no others below them.</summary>
internal static class VerbList
{
    /// <summary>The verbs, and what a user types for each.</summary>
    public static IReadOnlyList<(string Path, Command Verb)> All { get; } =
        [.. List(new MlOpsRootCommand(ContextFactory.For<MlOpsDbContext>()), "")];

    private static IEnumerable<(string, Command)> List(Command command, string path) => command.Subcommands.Count == 0
        ? [(path, command)]
        : command.Subcommands.SelectMany(child => List(child, $"{path} {child.Name}".TrimStart()));
}
