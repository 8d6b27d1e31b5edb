namespace MlOps.Soak;

/// <summary>What was acknowledged, and what of it is missing or there more than once.</summary>
/// <param name="Faults">How many faults happened.</param>
/// <param name="Predictions">Acknowledged predictions, but those of months that were dropped.</param>
/// <param name="Feedback">Acknowledged feedback.</param>
/// <param name="ShadowScores">Acknowledged shadow scores.</param>
/// <param name="Labels">Acknowledged labels.</param>
/// <param name="Contradictions">Acknowledged second labels, which are dead letters.</param>
/// <param name="OfDroppedMonths">Acknowledged predictions of months after these were dropped, which are dead letters.</param>
/// <param name="Rows">Predictions in the database.</param>
/// <param name="Missing">What is not where it should be.</param>
/// <param name="Unexpected">Dead letters that should not be there, and rows of a month that was dropped.</param>
internal sealed record SoakResult(
    int Faults,
    int Predictions,
    int Feedback,
    int ShadowScores,
    int Labels,
    int Contradictions,
    int OfDroppedMonths,
    long Rows,
    IReadOnlyList<string> Missing,
    IReadOnlyList<string> Unexpected)
{
    public bool IsClean => Missing.Count == 0 && Unexpected.Count == 0;

    public override string ToString() =>
        $"{Faults} faults; acknowledged: {Predictions} predictions, {Feedback} feedback, {ShadowScores} shadow scores, {Labels} labels, " +
        $"{Contradictions} labels that contradict, " +
        $"{OfDroppedMonths} predictions of dropped months; {Rows} predictions stored; missing: {Missing.Count}; " +
        $"unexpected: {Unexpected.Count}. {string.Join(", ", Missing.Concat(Unexpected).Take(10))}";
}
