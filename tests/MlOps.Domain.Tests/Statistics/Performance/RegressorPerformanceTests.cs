using MlOps.Domain.Statistics.Performance;

namespace MlOps.Domain.Tests.Statistics.Performance;

public class RegressorPerformanceTests
{
    [Fact]
    public void Errors_of_pairs_are_averaged()
    {
        var measured = RegressorPerformance.Measure([(3, 1), (2, 2), (0, 4)]);

        Assert.Equal((3, 3), (measured.Rows, measured.Count));
        Assert.Equal((2, -2 / 3.0), (measured.MeanAbsoluteError, measured.MeanError));
        AssertNear.Equal(Math.Sqrt(20 / 3.0), measured.RootMeanSquareError!.Value);
    }

    [Fact]
    public void Pairs_with_a_number_that_is_missing_or_not_finite_are_left_out()
    {
        var measured = RegressorPerformance.Measure(
            [
                (3, 1), (null, 1), (1, null), (double.NaN, 1), (1, double.NegativeInfinity),
                (double.PositiveInfinity, double.PositiveInfinity),
            ]);

        Assert.Equal((6, 1, 2.0), (measured.Rows, measured.Count, measured.MeanError));
    }

    [Fact]
    public void Without_a_pair_that_counts_nothing_is_known()
    {
        var measured = RegressorPerformance.Measure([(null, null)]);

        Assert.Equal((1, 0), (measured.Rows, measured.Count));
        Assert.Equal(
            (null, null, null), (measured.MeanAbsoluteError, measured.RootMeanSquareError, measured.MeanError));
    }

    [Fact]
    public void A_result_that_exceeds_a_double_is_null()
    {
        var measured = RegressorPerformance.Measure([(1e200, -1e200)]);

        Assert.Equal((2e200, null, 2e200), (measured.MeanAbsoluteError, measured.RootMeanSquareError, measured.MeanError));
    }
}
