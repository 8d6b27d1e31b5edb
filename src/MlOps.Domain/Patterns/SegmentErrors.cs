using MlOps.Domain.Statistics;

namespace MlOps.Domain.Patterns;

/// <summary>The absolute errors of a segment in a window, beside those of all other predictions of the window.</summary>
/// <param name="Segment">What divides the predictions, and the segment: "country = de".</param>
/// <param name="IsVersion">Whether the segment is a version of the model.</param>
/// <param name="Errors">The errors of the segment.</param>
/// <param name="Others">Those of all others.</param>
public sealed record SegmentErrors(string Segment, bool IsVersion, Moments Errors, Moments Others)
{
    /// <summary>Takes a segment out of all predictions. Both have a mean absolute error and a root mean square error.</summary>
    /// <returns>Null if a side has fewer than two predictions.</returns>
    public static SegmentErrors? Find(
        string segment, bool isVersion, (long Count, double Mean, double Root) part, (long Count, double Mean, double Root) all)
    {
        var others = all.Count - part.Count;
        if (part.Count < 2 || others < 2)
            return null;

        var (share, rest) = ((double)part.Count / others, (double)all.Count / others);
        var mean = (rest * all.Mean) - (share * part.Mean);
        var square = (rest * all.Root * all.Root) - (share * part.Root * part.Root);
        return double.IsFinite(mean) && double.IsFinite(square) && double.IsFinite(part.Root * part.Root)
            ? new(segment, isVersion, Describe(part.Count, part.Mean, part.Root * part.Root), Describe(others, Math.Max(0, mean), square))
            : null;
    }

    /// <summary>The probability that chance alone makes the errors of the segment larger than the others by so much.</summary>
    public double FindPValue()
    {
        if (Errors.Variance + Others.Variance <= 0)
            return Errors.Mean > Others.Mean ? 0 : 1;

        var test = DifferenceTest.Welch(Others, Errors);
        return test.Statistic > 0 ? test.PValue / 2 : 1 - (test.PValue / 2);
    }

    private static Moments Describe(long count, double mean, double square) =>
        new(count, mean, Math.Max(0, square - (mean * mean)) * count / (count - 1));
}
