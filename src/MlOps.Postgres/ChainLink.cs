using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres;

/// <summary>
/// A link of a chain: the hash of a row and of the link before it. The database writes it when the row is inserted:
/// <see cref="ChainBuilderExtensions.HasChains"/> adds the table.
/// </summary>
[PrimaryKey(nameof(TenantId), nameof(Chain), nameof(Position))]
[Index(nameof(TenantId), nameof(RowId))]
public sealed class ChainLink
{
    private ChainLink(string chain, string kind, string previousHash, string hash) =>
        (Chain, Kind, PreviousHash, Hash) = (chain, kind, previousHash, hash);

    public Guid TenantId { get; private set; }

    /// <summary>The chain; empty for the one of all rows that name none.</summary>
    public string Chain { get; private set; }

    /// <summary>The place in the chain, from 1.</summary>
    public long Position { get; private set; }

    /// <summary>The entity of the row.</summary>
    public string Kind { get; private set; }

    public Guid RowId { get; private set; }

    /// <summary>The hash of the link before it; empty for the first.</summary>
    public string PreviousHash { get; private set; }

    /// <summary>The SHA-256 of the hash before it and of the row, as hexadecimal digits.</summary>
    public string Hash { get; private set; }
}
