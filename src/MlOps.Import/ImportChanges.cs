using MlOps.Import.Source;
using MlOps.Import.Takeover;

namespace MlOps.Import;

/// <summary>
/// Reads what was written into the source since an earlier import began: the rows of transactions that were still open then, or are newer.
/// A time in a row does not say so, since a transaction may end long after it has written.
/// </summary>
/// <param name="since">The oldest transaction that was open then; null for all rows.</param>
/// <param name="origin">Which rows of the target are of imports; the others stay when their rows in the source are gone.</param>
/// <param name="hasRefused">Whether an earlier import has refused rows.</param>
internal sealed class ImportChanges(string? since, RowOrigin origin, bool hasRefused)
{
    // After so many transactions the server may have used the number of one again.
    private const long MostTransactions = 1_000_000_000;

    private const string Sql =
        """
        SELECT pg_snapshot_xmin(pg_current_snapshot())::text
        UNION ALL
        SELECT age($1::text::xid8::xid)::text
        WHERE pg_snapshot_xmin(pg_current_snapshot())::text::numeric - $1::numeric BETWEEN 0 AND $2
        """;

    public RowOrigin Origin => origin;

    public bool HasRefused => hasRefused;

    /// <summary>The oldest transaction that was not over when this import looked: the next one begins there.</summary>
    public string? ReadUpTo { get; private set; }

    /// <summary>The condition for a row that has changed, by the alias of its table; null for all rows.</summary>
    public Func<string, string>? Condition { get; private set; }

    public async Task BeginAsync(SourceDatabase source, CancellationToken cancellationToken)
    {
        var found = await source.ReadTextsAsync(Sql, cancellationToken, since ?? "0", MostTransactions).ConfigureAwait(false);
        ReadUpTo = found[0];
        Condition = found is [_, { } age] ? alias => $"age({alias}.xmin) <= {age}" : null;
    }
}
