using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres;

/// <summary>
/// The last link of a chain. Writers of the chain wait for one another here, and links that are cut off at its end are noticed by it:
/// <see cref="ChainBuilderExtensions.HasChains"/> adds the table.
/// </summary>
[PrimaryKey(nameof(TenantId), nameof(Chain))]
public sealed class ChainHead
{
    private ChainHead(string chain, string hash) => (Chain, Hash) = (chain, hash);

    public Guid TenantId { get; private set; }

    /// <summary>The chain; empty for the one of all rows that name none.</summary>
    public string Chain { get; private set; }

    /// <summary>The place of the last link.</summary>
    public long Position { get; private set; }

    /// <summary>The hash of the last link.</summary>
    public string Hash { get; private set; }
}
