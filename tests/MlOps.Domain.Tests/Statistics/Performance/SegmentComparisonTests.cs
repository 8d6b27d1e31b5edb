using FsCheck;
using FsCheck.Fluent;
using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Tests.Statistics.Performance;

public class SegmentComparisonTests
{
    [Fact]
    public void Each_segment_has_its_rates_and_the_largest_differences_are_found()
    {
        var measured = SegmentComparison.Measure(
            [
                ("north", 0.9, true), ("north", 0.8, false), ("north", 0.1, false), ("north", 0.2, true),
                ("south", 0.9, true), ("south", 0.1, false), ("south", 0.2, false),
            ],
            0.5,
            10);

        var (north, south) = (measured.Segments[0], measured.Segments[1]);
        Assert.Equal(("north", 0.5, 0.5, 0.5), (north.Name, north.SelectionRate, north.FalsePositiveRate, north.FalseNegativeRate));
        Assert.Equal(("south", 1 / 3.0, 0, 0), (south.Name, south.SelectionRate, south.FalsePositiveRate, south.FalseNegativeRate));
        Assert.Equal((new Proportion(4, 2), new Proportion(2, 1)), (north.Selected, north.FalsePositives));
        Assert.Equal(
            (0.5 - (1 / 3.0), 0.5, 0.5), (measured.SelectionGap, measured.FalsePositiveGap, measured.FalseNegativeGap));
    }

    [Fact]
    public void A_row_without_an_answer_counts_for_selection_alone()
    {
        var segment = Assert.Single(SegmentComparison.Measure([("a", 0.5, null), ("a", 0.1, true)], 0.5, 1).Segments);

        Assert.Equal((0.5, null, 1.0), (segment.SelectionRate, segment.FalsePositiveRate, segment.FalseNegativeRate));
    }

    [Fact]
    public void Rows_without_a_score_from_0_to_1_are_left_out()
    {
        var measured = SegmentComparison.Measure(
            [("a", null, true), ("b", double.NaN, true), ("c", 1.5, true), ("d", -0.1, true), (null, null, null)], 0.5, 5);

        Assert.Equal(5, measured.Rows);
        Assert.Empty(measured.Segments);
        Assert.Null(measured.SelectionGap);
    }

    [Fact]
    public void The_largest_segments_have_a_name_and_equal_ones_are_ordered_by_it()
    {
        var measured = SegmentComparison.Measure(
            [("b", 1, null), ("a", 1, null), ("B", 1, null), ("z", 1, null), ("z", 0, null), (null, 0, null)], 0.5, 2);

        Assert.Equal(
            [(SegmentKind.Named, "z", 2), (SegmentKind.Named, "B", 1), (SegmentKind.Missing, null, 1), (SegmentKind.Others, null, 2)],
            measured.Segments.Select(segment => (segment.Kind, segment.Name, segment.Selected.Trials)));
        Assert.Equal(1, measured.SelectionGap);
    }

    [Fact]
    public void A_segment_may_be_called_as_the_others_are()
    {
        var measured = SegmentComparison.Measure(
            [("other", 1, null), ("other", 1, null), ("Others", 1, null), ("missing", 1, null), (null, 1, null)], 0.5, 1);

        Assert.Equal(
            [(SegmentKind.Named, "other", 2), (SegmentKind.Missing, null, 1), (SegmentKind.Others, null, 2)],
            measured.Segments.Select(segment => (segment.Kind, segment.Name, segment.Selected.Trials)));
    }

    [Fact]
    public void One_segment_alone_has_no_difference_and_one_without_a_rate_counts_for_none()
    {
        Assert.Null(SegmentComparison.Measure([("a", 1, true)], 0.5, 3).SelectionGap);

        var measured = SegmentComparison.Measure([("a", 1, true), ("b", 1, false), ("c", 0, true)], 0.5, 3);
        Assert.Equal((1, null, 1), (measured.SelectionGap, measured.FalsePositiveGap, measured.FalseNegativeGap));
    }

    [Fact]
    public void Invalid_limits_are_refused()
    {
        Refused.Value("Cap", "0", () => SegmentComparison.Measure([], 0.5, 0));
        Refused.Value("Threshold", "2", () => SegmentComparison.Measure([], 2, 1));
    }

    [Fact]
    public void All_rows_that_count_are_in_one_segment_each() =>
        Prop.ForAll(Answers.Segmented, Gen.Choose(1, 7).ToArbitrary(), (outcomes, cap) =>
        {
            var measured = SegmentComparison.Measure(outcomes, 0.4, cap);
            var counted = outcomes.Where(row => row.Score is >= 0 and <= 1).ToList();
            var named = measured.Segments.Where(segment => segment.Kind == SegmentKind.Named).ToList();
            var smallest = named.Count == 0 ? 0 : named.Min(segment => segment.Selected.Trials);
            return Sum(segment => segment.Selected.Trials) == counted.Count
                && Sum(segment => segment.Selected.Successes) == counted.Count(row => row.Score >= 0.4)
                && Sum(segment => segment.FalsePositives.Successes) == counted.Count(row => row is { IsPositive: false, Score: >= 0.4 })
                && Sum(segment => segment.FalsePositives.Trials) == counted.Count(row => row.IsPositive == false)
                && Sum(segment => segment.FalseNegatives.Successes) == counted.Count(row => row is { IsPositive: true, Score: < 0.4 })
                && Sum(segment => segment.FalseNegatives.Trials) == counted.Count(row => row.IsPositive == true)
                && named.Count == Math.Min(cap, counted.Select(row => row.Segment).OfType<string>().Distinct().Count())
                && named.TrueForAll(segment => counted.Count(row => row.Segment == segment.Name) == segment.Selected.Trials)
                && counted.Where(row => row.Segment is not null).GroupBy(row => row.Segment).All(group =>
                    named.Exists(segment => segment.Name == group.Key) || group.Count() <= smallest);

            long Sum(Func<SegmentRates, long> count) => measured.Segments.Sum(count);
        }).QuickCheckThrowOnFailure();
}
