namespace MlOps.Domain.Statistics.Performance;

/// <summary>
/// How differently a yes-or-no model treats the segments of its rows. A row counts if its score is from 0 to 1; for the rates of
/// errors, its answer must be known too.
/// </summary>
public sealed record SegmentComparison
{
    private SegmentComparison(long rows, double threshold, int cap, IReadOnlyList<SegmentRates> segments)
    {
        Rows = rows;
        Threshold = threshold;
        Cap = cap;
        Segments = segments;
    }

    /// <summary>All rows, with those that do not count.</summary>
    public long Rows { get; }

    /// <summary>The score from which a prediction is positive.</summary>
    public double Threshold { get; }

    /// <summary>The largest number of named segments.</summary>
    public int Cap { get; }

    /// <summary>
    /// First the named segments, the largest one first. Then that of rows without a segment, if there are any. Then all segments beyond
    /// the cap together, if there are any. Their kind tells them apart, so no name is reserved for the others.
    /// </summary>
    public IReadOnlyList<SegmentRates> Segments { get; }

    /// <summary>The highest rate of selection minus the lowest one. Null for fewer than two segments with such a rate.</summary>
    public double? SelectionGap => FindGap(segment => segment.SelectionRate);

    /// <summary>The highest rate of false positives minus the lowest one. Null for fewer than two segments with such a rate.</summary>
    public double? FalsePositiveGap => FindGap(segment => segment.FalsePositiveRate);

    /// <summary>The highest rate of false negatives minus the lowest one. Null for fewer than two segments with such a rate.</summary>
    public double? FalseNegativeGap => FindGap(segment => segment.FalseNegativeRate);

    /// <param name="outcomes">The segment, the score and the answer of each row.</param>
    /// <param name="threshold">The score from which a prediction is positive, from 0 to 1.</param>
    /// <param name="cap">
    /// The number of named segments. Those with the most rows have a name; of equally large ones, the first by the ordinal order of names.
    /// </param>
    public static SegmentComparison Measure(
        IEnumerable<(string? Segment, double? Score, bool? IsPositive)> outcomes, double threshold, int cap)
    {
        Guard.Between(threshold, 0, 1, nameof(Threshold));
        Guard.AtLeast(cap, 1, nameof(Cap));
        var named = new Dictionary<string, SegmentTally>(StringComparer.Ordinal);
        var missing = new SegmentTally();
        var rows = 0L;
        foreach (var (segment, score, isPositive) in Guard.Given(outcomes, nameof(outcomes)))
        {
            rows++;
            if (score is not (>= 0 and <= 1))
                continue;

            var tally = segment is null ? missing : named.GetValueOrDefault(segment) ?? (named[segment] = new SegmentTally());
            tally.Add(score >= threshold, isPositive);
        }

        var bySize = named.Select(pair => pair.Value.ToRates(SegmentKind.Named, pair.Key))
            .OrderByDescending(segment => segment.Selected.Trials).ThenBy(segment => segment.Name, StringComparer.Ordinal).ToList();
        SegmentRates[] rest =
        [
            missing.ToRates(SegmentKind.Missing, null),
            SegmentRates.Combine(SegmentKind.Others, null, bySize.Skip(cap)),
        ];
        return new SegmentComparison(
            rows, threshold, cap, [.. bySize.Take(cap), .. rest.Where(segment => segment.Selected.Trials > 0)]);
    }

    private double? FindGap(Func<SegmentRates, double?> find)
    {
        var rates = Segments.Select(find).OfType<double>().ToList();
        return rates.Count < 2 ? null : rates.Max() - rates.Min();
    }
}
