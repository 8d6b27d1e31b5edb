namespace MlOps.Import.Takeover;

/// <summary>Which rows of ours the copies have not made: a migration did.</summary>
/// <param name="Database">What the server calls the database. One that was restored from a dump has rows of other transactions.</param>
/// <param name="Others">The transactions of the migrations.</param>
internal sealed record RowOrigin(string Database, IReadOnlyList<TransactionSpan> Others)
{
    /// <summary>The condition for a row that a copy made.</summary>
    public string WriteCondition(string alias) =>
        Others.Count == 0 ? "true" : $"NOT ({string.Join(" OR ", Others.Select(span => span.WriteCondition(alias)))})";
}
