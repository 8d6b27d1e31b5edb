using System.IO.Compression;
using System.Security.Cryptography;
using Npgsql;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>
/// The rows of a part in a file, as COPY writes them, compressed. They pass through as bytes, so that memory is the same for tables of any
/// size.
/// </summary>
internal static class TableFile
{
    private const int BufferSize = 1 << 18;

    /// <summary>Reads the rows of a part, and passes them on.</summary>
    /// <param name="connection">A session of the snapshot.</param>
    /// <param name="copy">The COPY.</param>
    /// <param name="rows">Counts and hashes them.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task ReadAsync(
        NpgsqlConnection connection, string copy, RowHash rows, Stream target, CancellationToken cancellationToken)
    {
        var source = await connection.BeginTextExportAsync(copy, cancellationToken).ConfigureAwait(false);
        using (source)
        {
            // A reader of text would take a byte order mark at the beginning of the first value for one of the file.
            var bytes = ((StreamReader)source).BaseStream;
            var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
            for (int read; (read = await bytes.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                rows.Append(buffer.AsSpan(0, read));
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Writes the rows of a part into a new file. There is no file if there are no rows.</summary>
    public static async Task<BackupFile?> WriteAsync(
        NpgsqlConnection connection, string copy, RowHash rows, string path, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        long length;
        var file = BackupDirectory.CreateFile(path);
        await using (file.ConfigureAwait(false))
        {
            var hashed = new CryptoStream(file, hash, CryptoStreamMode.Write, leaveOpen: true);
            await using (hashed.ConfigureAwait(false))
            {
                var compressed = new GZipStream(hashed, CompressionLevel.Fastest, leaveOpen: true);
                await using (compressed.ConfigureAwait(false))
                    await ReadAsync(connection, copy, rows, compressed, cancellationToken).ConfigureAwait(false);
            }

            await file.FlushAsync(cancellationToken).ConfigureAwait(false);
            length = file.Length;
        }

        if (rows.Sum.Rows > 0)
            return new BackupFile(Path.GetFileName(path), rows.Sum.Rows, length, Convert.ToHexStringLower(hash.Hash!));

        File.Delete(path);
        return null;
    }

    /// <summary>Writes the rows of a file into a table.</summary>
    /// <param name="connection">A session with a transaction.</param>
    /// <param name="copy">The COPY.</param>
    /// <param name="path">The file.</param>
    /// <param name="sha256">The hash of the file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidDataException">The file was changed. The transaction must end.</exception>
    public static async Task LoadAsync(
        NpgsqlConnection connection, string copy, string path, string sha256, CancellationToken cancellationToken)
    {
        using var hash = SHA256.Create();
        var hashed = new CryptoStream(File.OpenRead(path), hash, CryptoStreamMode.Read);
        await using var whenRead = hashed.ConfigureAwait(false);
        var target = (NpgsqlCopyTextWriter)await connection.BeginTextImportAsync(copy, cancellationToken).ConfigureAwait(false);
        try
        {
            var rows = new GZipStream(hashed, CompressionMode.Decompress, leaveOpen: true);
            await using (rows.ConfigureAwait(false))
                await rows.CopyToAsync(target.BaseStream, BufferSize, cancellationToken).ConfigureAwait(false);

            // To the end of the file, where the hash is known.
            await hashed.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            if (Convert.ToHexStringLower(hash.Hash!) != sha256)
                throw new InvalidDataException("It has another SHA-256.");
        }
        catch
        {
            await CancelAsync(target).ConfigureAwait(false);
            throw;
        }

        await target.DisposeAsync().ConfigureAwait(false);
    }

    // To dispose of it would store what was sent until now.
    private static async Task CancelAsync(NpgsqlCopyTextWriter target)
    {
        try
        {
            await target.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is broken, and with it the transaction.
        }
    }
}
