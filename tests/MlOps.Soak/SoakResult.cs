namespace MlOps.Soak;

/// <summary>What was acknowledged, and what of it is missing or there more than once.</summary>
internal sealed record SoakResult(
    int Faults, int Predictions, int Feedback, int Labels, long Rows, IReadOnlyList<string> Missing, long DeadLetters)
{
    public bool IsClean => Missing.Count == 0 && DeadLetters == 0;

    public override string ToString() =>
        $"{Faults} faults; acknowledged: {Predictions} predictions, {Feedback} feedback, {Labels} labels; {Rows} predictions stored; " +
        $"missing: {Missing.Count}; dead letters: {DeadLetters}. {string.Join(", ", Missing.Take(10))}";
}
