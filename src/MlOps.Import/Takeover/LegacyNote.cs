namespace MlOps.Import.Takeover;

/// <summary>What the way back needs, as a comment of the schema of the old tables.</summary>
/// <param name="At">When the switch was.</param>
/// <param name="Transaction">Its transaction: what is newer was written into ours.</param>
/// <param name="Open">The older transactions that were open then: they may have written into ours as well.</param>
/// <param name="Migration">The newest migration then.</param>
/// <param name="Next">What was remembered before the switch.</param>
/// <param name="Objects">What of ours was moved, by kind and name.</param>
internal sealed record LegacyNote(
    DateTimeOffset At,
    string Transaction,
    IReadOnlyList<string> Open,
    string Migration,
    NextNote Next,
    IReadOnlyList<SchemaObject> Objects)
{
    /// <summary>The transactions that may have written into ours since, up to one.</summary>
    public IEnumerable<TransactionSpan> ListWriters(string last) =>
        [new(Transaction, last), .. Open.Select(transaction => new TransactionSpan(transaction, transaction))];
}
