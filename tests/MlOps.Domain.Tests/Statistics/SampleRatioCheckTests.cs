using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Statistics;

public class SampleRatioCheckTests
{
    [Fact]
    public void The_p_value_has_its_golden_value()
    {
        var check = SampleRatioCheck.Run([5050, 4810], [0.5, 0.5]);

        AssertNear.Equal(0.015649942190030276, check.PValue);
        Assert.False(check.IsMismatch);
    }

    [Fact]
    public void A_p_value_below_one_in_a_thousand_is_a_mismatch()
    {
        Assert.False(SampleRatioCheck.Run([5164, 4836], [1, 1]).IsMismatch); // p = 0.00104
        Assert.True(SampleRatioCheck.Run([5165, 4835], [1, 1]).IsMismatch); // p = 0.00097
    }

    [Fact]
    public void Shares_are_relative_and_there_can_be_many()
    {
        var check = SampleRatioCheck.Run([50, 30, 20], [5, 3, 2]);

        Assert.Equal((0, 1), (check.ChiSquare, check.PValue));
        // Computed by hand: 10²/25 + 10²/50 + 0 = 6 with two degrees of freedom, so e to the power of -3.
        AssertNear.Equal(Math.Exp(-3), SampleRatioCheck.Run([35, 40, 25], [0.25, 0.5, 0.25]).PValue);
    }

    [Fact]
    public void No_participants_are_no_mismatch() => Assert.False(SampleRatioCheck.Run([0, 0], [0.5, 0.5]).IsMismatch);

    [Fact]
    public void Invalid_shares_and_counts_are_refused()
    {
        Refused.Value("Assigned", "held 1", () => SampleRatioCheck.Run([5], [1]));
        Refused.Value("Assigned", "-1", () => SampleRatioCheck.Run([5, -1], [1, 1]));
        Refused.Value("PlannedShares", "held 3", () => SampleRatioCheck.Run([5, 5], [1, 1, 1]));
        Refused.Value("PlannedShares", "0", () => SampleRatioCheck.Run([5, 5], [1, 0]));
        Refused.Value("PlannedShares", "NaN", () => SampleRatioCheck.Run([5, 5], [1, double.NaN]));
    }
}
