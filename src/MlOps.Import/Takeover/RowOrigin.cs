namespace MlOps.Import.Takeover;

/// <summary>Which rows of ours the copies have not made: a migration did, or whoever wrote between a switch and a way back.</summary>
/// <param name="History">
/// The number that the server gave to the table of migrations. A database that was restored from a dump has another one, and its rows
/// have other transactions.
/// </param>
/// <param name="Others">The transactions of all that were no copies.</param>
internal sealed record RowOrigin(string History, IReadOnlyList<TransactionSpan> Others)
{
    public const string HistorySql =
        $"SELECT '{TakeoverSession.Next}.{Persistence.MlOpsDbContextOptionsExtensions.HistoryTable}'::regclass::oid::text";

    /// <summary>Whether others than the first migration have written into ours.</summary>
    public bool HasWriters => Others.Count > 1;

    /// <summary>The condition for a row that a copy made.</summary>
    public string WriteCondition(string alias) =>
        Others.Count == 0 ? "true" : $"NOT ({string.Join(" OR ", Others.Select(span => span.WriteCondition(alias)))})";

    public RowOrigin With(IEnumerable<TransactionSpan> spans) => this with { Others = [.. Others, .. spans] };
}
