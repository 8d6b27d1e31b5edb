namespace MlOps.Domain.Statistics;

/// <summary>How many of those who were tried succeeded.</summary>
public readonly record struct Proportion
{
    public Proportion(long trials, long successes)
    {
        Trials = Guard.NotNegative(trials, nameof(Trials));
        Successes = Guard.NotNegative(successes, nameof(Successes));
        if (successes > trials)
            throw new InvalidValueException(nameof(Successes), $"must not be above {nameof(Trials)}; it was {successes} above {trials}");
    }

    public long Trials { get; }

    public long Successes { get; }

    /// <summary>From 0 to 1; 0 where nobody was tried.</summary>
    public double Rate => Trials == 0 ? 0 : (double)Successes / Trials;

    /// <summary>The same as numbers: 1 for a success and 0 for none.</summary>
    public Moments Moments => new(Trials, Rate, Rate * (1 - Rate));

    public static Proportion operator +(Proportion left, Proportion right) =>
        new(checked(left.Trials + right.Trials), left.Successes + right.Successes);

    /// <summary>The variance of the difference of two rates if both were the same in truth.</summary>
    internal static double PooledVariance(Proportion left, Proportion right)
    {
        // As numbers, since the counts of two large samples together may not fit a long.
        var pooled = ((double)left.Successes + right.Successes) / ((double)left.Trials + right.Trials);
        return pooled * (1 - pooled) * ((1.0 / left.Trials) + (1.0 / right.Trials));
    }
}
