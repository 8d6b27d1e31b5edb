using MlOps.Domain.Statistics;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Tests.Statistics.Performance;

public class IntervalCoverageTests
{
    private static readonly ConfidenceInterval Range = new(1, 2);

    [Fact]
    public void A_number_within_its_interval_or_at_an_end_is_covered()
    {
        var measured = IntervalCoverage.Measure([(Range, 1), (Range, 2), (Range, 1.5), (Range, 0.99), (Range, 2.01)]);

        Assert.Equal((5, 5, 3, 0.6), (measured.Rows, measured.Count, measured.Covered, measured.Share));
    }

    [Fact]
    public void Rows_without_an_interval_or_a_finite_number_are_left_out()
    {
        var measured = IntervalCoverage.Measure(
            [(null, 1), (Range, null), (Range, double.NaN), (Range, double.PositiveInfinity), (Range, 1)]);

        Assert.Equal((5, 1, 1, 1.0), (measured.Rows, measured.Count, measured.Covered, measured.Share));
    }

    [Fact]
    public void Without_a_row_that_counts_there_is_no_share() => Assert.Null(IntervalCoverage.Measure([(null, 1)]).Share);
}
