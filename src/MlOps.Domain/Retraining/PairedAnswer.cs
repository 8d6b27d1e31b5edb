namespace MlOps.Domain.Retraining;

/// <summary>A label, and what champion and challenger answered.</summary>
internal readonly record struct PairedAnswer(bool IsPositive, bool Champion, bool Challenger)
{
    public bool Of(bool challenger) => challenger ? Challenger : Champion;
}
