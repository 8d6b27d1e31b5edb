using MlOps.Import.Reports;
using MlOps.Import.Source;
using MlOps.Import.Takeover;

namespace MlOps.Import;

/// <summary>
/// Reads what was written into the source since an earlier import began: the rows of transactions that were still open then, or are newer.
/// A time in a row does not say so, since a transaction may end long after it has written.
/// </summary>
/// <param name="before">What the copies before remember.</param>
/// <param name="readsAll">Whether the other rows are read too.</param>
/// <param name="isLocked">Whether writers of the source wait meanwhile.</param>
/// <param name="unreadable">Tables that were read before, and cannot be read now.</param>
internal sealed class ImportChanges(NextNote before, bool readsAll, bool isLocked, IReadOnlyCollection<string> unreadable)
{
    // After so many transactions the server may have used the number of one again.
    private const long MostTransactions = 1_000_000_000;

    private const string Sql =
        """
        SELECT pg_snapshot_xmin(pg_current_snapshot())::text
        UNION ALL
        SELECT age($1::text::xid8::xid)::text
        WHERE pg_snapshot_xmax(pg_current_snapshot())::text::numeric - $1::numeric BETWEEN 0 AND $2
        """;

    public RowOrigin Origin => before.Origin!;

    /// <summary>How many rows were refused before.</summary>
    public long Refused => before.Refused;

    /// <summary>Whether all rows are compared with those that are stored: nobody else has written these.</summary>
    public bool FollowsAll => !before.HasGoneBack;

    public bool IsLocked => isLocked;

    public string? WhyNoDeletions => before.WhyNoDeletions ?? (unreadable.Count == 0 ? null : ImportRemarks.NoDeletionsWithout(unreadable));

    /// <summary>The oldest transaction that was not over when this import looked: the next one begins there.</summary>
    public string? ReadUpTo { get; private set; }

    /// <summary>The condition for a row that is read, by the alias of its table; null for all rows.</summary>
    public Func<string, string>? Read { get; private set; }

    /// <summary>The condition for a row that may replace one of ours; null for all that are read.</summary>
    public Func<string, string>? Changed { get; private set; }

    public async Task BeginAsync(SourceDatabase source, CancellationToken cancellationToken)
    {
        var (now, since) = await FindAsync(source, before.ReadUpTo, cancellationToken).ConfigureAwait(false);
        (ReadUpTo, Read) = (now, readsAll ? null : since);
        // A row that was written beside an open transaction is read again, though it may be older than the switch. Where nobody else has
        // written, it replaces the same values. Otherwise only what is newer than the switch replaces any.
        Changed = FollowsAll ? Read
            : before.IsRestored ? Nothing
            : (await FindAsync(source, before.LastSwitch, cancellationToken).ConfigureAwait(false)).Since ?? Nothing;
    }

    private static string Nothing(string alias) => "false";

    private static async Task<(string Now, Func<string, string>? Since)> FindAsync(
        SourceDatabase source, string? transaction, CancellationToken cancellationToken)
    {
        var found = await source.ReadTextsAsync(Sql, cancellationToken, transaction ?? "0", MostTransactions).ConfigureAwait(false);
        return (found[0]!, transaction is not null && found is [_, { } age] ? alias => $"age({alias}.xmin) <= {age}" : null);
    }
}
