using System.Globalization;
using System.IO.Enumeration;
using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Servers;

/// <summary>PostgreSQL's data directory in a home.</summary>
internal sealed class DataDirectory(LocalHome home, TimeProvider clock)
{
    private const string UnfinishedPrefix = "data.new-";

    /// <summary>The major version to which the data belongs; null if there is no data yet.</summary>
    public int? Major()
    {
        if (!Directory.Exists(home.DataDirectory))
            return null;

        var versionFile = Path.Combine(home.DataDirectory, "PG_VERSION");
        if (File.Exists(versionFile)
            && int.TryParse(File.ReadAllText(versionFile), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var major))
        {
            return major;
        }

        throw new PrivateServerException(
            PrivateServerError.Directory,
            $"{home.DataDirectory} is not a data directory of PostgreSQL: {versionFile} is missing or unreadable. "
            + "If you do not need its data any more, run: mlops local destroy");
    }

    /// <summary>Creates the data directory under another name first, so that a killed process never leaves half of one behind.</summary>
    public async Task InitializeAsync(
        PostgresPrograms programs, ServerUser? serverUser, string password, CancellationToken cancellationToken)
    {
        await RemoveUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        var unfinished = Path.Combine(home.Directory, UnfinishedPrefix + Path.GetRandomFileName());
        var passwordCopy = unfinished + ".password";
        Directory.CreateDirectory(unfinished);
        try
        {
            await PrivateFile.CreateAsync(passwordCopy, password, cancellationToken).ConfigureAwait(false);
            if (serverUser is not null)
            {
                await serverUser.OwnAsync(unfinished, cancellationToken).ConfigureAwait(false);
                await serverUser.OwnAsync(passwordCopy, cancellationToken).ConfigureAwait(false);
            }

            var result = await programs.InitializeAsync(unfinished, passwordCopy, cancellationToken).ConfigureAwait(false);
            if (!result.Succeeded)
                throw DirectoryFailure.FromProgram("initdb failed", result.LastLines(5), home);
        }
        finally
        {
            File.Delete(passwordCopy);
        }

        Directory.Move(unfinished, home.DataDirectory);
    }

    public long SizeInBytes()
    {
        if (!Directory.Exists(home.DataDirectory))
            return 0;
        // Files are deleted while the server works. Such a file has the length 0 here.
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = true };
        return new FileSystemEnumerable<long>(
            home.DataDirectory, (ref FileSystemEntry entry) => entry.IsDirectory ? 0 : entry.Length, options).Sum();
    }

    private async Task RemoveUnfinishedAsync(CancellationToken cancellationToken)
    {
        foreach (var directory in Directory.EnumerateDirectories(home.Directory, UnfinishedPrefix + "*"))
            await DirectoryRemoval.RemoveAsync(directory, clock, cancellationToken).ConfigureAwait(false);
        foreach (var file in Directory.EnumerateFiles(home.Directory, UnfinishedPrefix + "*"))
            File.Delete(file);
    }
}
