using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>The name that a user has probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The nearest command or option to a word that is neither; null if none is near.</summary>
    public static string? Find(Command command, string word) =>
        ListNames(command).Select(name => (Name: name, Distance: Distance(name, word)))
            .Where(found => found.Distance <= Math.Max(1, word.Length / 3))
            .OrderBy(found => found.Distance)
            .Select(found => found.Name)
            .FirstOrDefault();

    private static IEnumerable<string> ListNames(Command command) =>
    [
        .. command.Subcommands.Select(known => known.Name),
        .. command.Options.Select(known => known.Name),
        .. command.Parents.OfType<Command>().SelectMany(ListRecursiveOptions),
    ];

    private static IEnumerable<string> ListRecursiveOptions(Command command) =>
        command.Options.Where(option => option.Recursive).Select(option => option.Name)
            .Concat(command.Parents.OfType<Command>().SelectMany(ListRecursiveOptions));

    // How many letters must be added, removed, replaced, or exchanged with their neighbour.
    private static int Distance(string first, string second)
    {
        var distances = new int[first.Length + 1, second.Length + 1];
        for (var i = 0; i <= first.Length; i++)
        {
            for (var j = 0; j <= second.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distances[i, j] = i + j;
                    continue;
                }

                var replaced = distances[i - 1, j - 1] + (first[i - 1] == second[j - 1] ? 0 : 1);
                distances[i, j] = Math.Min(replaced, Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1);
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
            }
        }

        return distances[first.Length, second.Length];
    }
}
