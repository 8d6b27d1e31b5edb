using MlOps.PrivateServer.Files;
using MlOps.PrivateServer.Processes;

namespace MlOps.PrivateServer.Servers;

/// <summary>The log of the private server: one file, which is moved aside when it is long.</summary>
internal sealed class ServerLog(string path)
{
    private const long LongestBytes = 16 * 1024 * 1024;

    private long _start;

    /// <summary>Creates the file for the user that will write it, and remembers where this start begins.</summary>
    public async Task PrepareAsync(ServerUser? serverUser, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (file.Exists && file.Length > LongestBytes)
            File.Move(path, $"{path}.old", overwrite: true);
        if (!File.Exists(path))
        {
            await PrivateFile.CreateAsync(path, "", cancellationToken).ConfigureAwait(false);
            if (serverUser is not null)
                await serverUser.OwnAsync(path, cancellationToken).ConfigureAwait(false);
        }

        _start = new FileInfo(path).Length;
    }

    /// <summary>What the server has written since this start.</summary>
    public async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        // The server may have it open for writing.
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        await using (stream.ConfigureAwait(false))
        {
            stream.Position = Math.Min(_start, stream.Length);
            using var reader = new StreamReader(stream);
            return await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
