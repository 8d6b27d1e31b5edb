using MlOps.Domain.Registry;

namespace MlOps.Domain.Tests.Registry;

public class StageChangeTests
{
    [Fact]
    public void The_longest_texts_are_accepted_and_longer_ones_refused()
    {
        var by = new string('b', StageChange.MaxByLength);
        var reason = new string('r', StageChange.MaxReasonLength);

        Assert.Equal(
            (by, reason),
            (new StageChange(by, reason, Sample.Time).By, new StageChange(by, reason, Sample.Time).Reason));
        Refused.Value("By", "256", () => new StageChange(by + "b", reason, Sample.Time));
        Refused.Value("Reason", "10001", () => new StageChange(by, reason + "r", Sample.Time));
    }

    [Fact]
    public void A_change_without_an_author_or_a_reason_is_refused()
    {
        Refused.Value("By", "' '", () => new StageChange(" ", "why", Sample.Time));
        Refused.Value("Reason", "''", () => new StageChange("ada", "", Sample.Time));
    }
}
