using System.Security.Cryptography;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>Hashes each row of a COPY in the format text, in which a row is a line.</summary>
internal sealed class RowHash : IDisposable
{
    private const byte EndOfRow = (byte)'\n';

    private readonly IncrementalHash _begun = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _hash = new byte[SHA256.HashSizeInBytes];
    private bool _hasBegun;

    public RowSum Sum { get; } = new();

    /// <summary>Takes bytes that may begin and end within a row.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        for (int end; (end = bytes.IndexOf(EndOfRow)) >= 0; bytes = bytes[(end + 1)..])
            AddRow(bytes[..end]);

        if (bytes.IsEmpty)
            return;

        _begun.AppendData(bytes);
        _hasBegun = true;
    }

    public void Dispose() => _begun.Dispose();

    private void AddRow(ReadOnlySpan<byte> rest)
    {
        if (_hasBegun)
        {
            _begun.AppendData(rest);
            _begun.GetHashAndReset(_hash);
            _hasBegun = false;
        }
        else
        {
            SHA256.HashData(rest, _hash);
        }

        Sum.AddRow(_hash);
    }
}
