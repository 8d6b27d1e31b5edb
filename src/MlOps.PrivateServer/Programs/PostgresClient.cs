using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Programs;

/// <summary>A program of PostgreSQL that works with a server, such as pg_dump.</summary>
/// <param name="path">The file of the program.</param>
public sealed class PostgresClient(string path)
{
    private const int ShownLines = 5;

    /// <summary>Finds a program in the usual places. Packages with a server alone do not have it.</summary>
    /// <exception cref="PrivateServerException">It is in none of them.</exception>
    public static PostgresClient Find(string program, PostgresSearch search)
    {
        ArgumentNullException.ThrowIfNull(search);
        var name = Executables.FileName(program);
        var found = (search.ExplicitDirectory is { } directory ? [Path.GetFullPath(directory)] : Array.Empty<string>())
            .Concat(Executables.DirectoriesOf(search.Path))
            .Concat(search.FolderPatterns.SelectMany(pattern => FolderPattern.Expand(pattern).Reverse()))
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return found is not null
            ? new PostgresClient(found)
            : throw new PrivateServerException(
                PrivateServerError.PostgresNotFound,
                $"{program} was found neither in {PostgresSearch.ExplicitVariable} nor in PATH. Install the client programs of " +
                "PostgreSQL, in the version of the server or a newer one.");
    }

    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">Its arguments. Others see them, so that they must have no password.</param>
    /// <param name="environment">The variables that it has besides those of this process.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="PrivateServerException">It failed. The message has what it said.</exception>
    public async Task RunAsync(
        IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken = default)
    {
        var result = await ProgramRunner.RunAsync(
            new ProgramCall(path, arguments) { Environment = environment }, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
            throw new PrivateServerException(
                PrivateServerError.Server,
                $"{Path.GetFileName(path)} ended with code {result.ExitCode}. Its last words are:{Environment.NewLine}" +
                result.LastLines(ShownLines));
    }
}
