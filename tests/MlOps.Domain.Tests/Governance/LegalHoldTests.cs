using MlOps.Domain.Governance;

namespace MlOps.Domain.Tests.Governance;

public class LegalHoldTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_hold_is_on_a_tenant_a_model_a_span_of_time_or_a_prediction()
    {
        var id = Uuid7.Lowest(Now);
        Assert.Equal(HoldScope.Tenant, LegalHold.OnTenant("case", "ann", Now).Scope);
        var model = LegalHold.OnModel("churn", "case", "ann", Now);
        Assert.Equal((HoldScope.Model, "churn"), (model.Scope, model.ModelName));
        var window = LegalHold.OnWindow(new TimeWindow(Now.AddDays(-2), Now), "case", "ann", Now);
        Assert.Equal((HoldScope.Window, Now.AddDays(-2), Now), (window.Scope, window.WindowStart, window.WindowEnd));
        var prediction = LegalHold.OnPrediction(id, "case", "ann", Now);
        Assert.Equal((HoldScope.Prediction, id), (prediction.Scope, prediction.PredictionId));
    }

    [Fact]
    public void An_id_without_a_time_is_that_of_no_prediction() =>
        Assert.Throws<InvalidValueException>(() => LegalHold.OnPrediction(Guid.NewGuid(), "case", "ann", Now));

    [Fact]
    public void A_hold_is_released_once_with_a_reason_and_not_before_it_was_placed()
    {
        var hold = LegalHold.OnTenant("case", "ann", Now);
        Assert.Throws<InvalidValueException>(() => hold.Release(" ", "bob", Now));
        Assert.Throws<InvalidValueException>(() => hold.Release("closed", "bob", Now.AddSeconds(-1)));
        Assert.Null(hold.ReleasedAt);
        hold.Release("closed", "bob", Now.AddHours(1));
        Assert.Equal((Now.AddHours(1), "bob", "closed"), (hold.ReleasedAt, hold.ReleasedBy, hold.ReleaseReason));
        Assert.Throws<IllegalTransitionException>(() => hold.Release("again", "bob", Now.AddHours(2)));
    }
}
