namespace MlOps.Domain.Statistics;

/// <summary>The number of successes in a number of trials.</summary>
public readonly record struct Proportion
{
    public Proportion(long trials, long successes)
    {
        Trials = Guard.NotNegative(trials, nameof(Trials));
        Successes = Guard.NotNegative(successes, nameof(Successes));
        if (successes > trials)
            throw new InvalidValueException(
                nameof(Successes), $"must not be above {nameof(Trials)}; it was {successes} above {trials}");
    }

    public long Trials { get; }

    public long Successes { get; }

    /// <summary>The share of successes, from 0 to 1; 0 if there are no trials.</summary>
    public double Rate => Trials == 0 ? 0 : (double)Successes / Trials;

    /// <summary>The moments of the trials as numbers: 1 for a success and 0 for a failure.</summary>
    public Moments Moments => new(Trials, Rate, Rate * (1 - Rate));

    public static Proportion operator +(Proportion left, Proportion right) =>
        new(checked(left.Trials + right.Trials), left.Successes + right.Successes);

    /// <summary>The variance of the difference between two rates if the true rates are equal.</summary>
    internal static double PooledVariance(Proportion left, Proportion right)
    {
        // The sums are doubles, since the counts of two large samples together could exceed a long.
        var pooled = ((double)left.Successes + right.Successes) / ((double)left.Trials + right.Trials);
        return pooled * (1 - pooled) * ((1.0 / left.Trials) + (1.0 / right.Trials));
    }
}
