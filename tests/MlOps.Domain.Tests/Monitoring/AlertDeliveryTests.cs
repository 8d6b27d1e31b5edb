using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests.Monitoring;

public class AlertDeliveryTests
{
    private readonly Alert _alert = Sample.AlertRule().Fire(1, Sample.Time);

    [Fact]
    public void A_notice_says_what_the_alert_is_when_it_is_planned()
    {
        Assert.Equal(AlertNoticeKind.Fired, AlertDelivery.Plan(_alert, "ops", Sample.Time).Notice);
        _alert.Acknowledge("ada", Sample.Time);
        Assert.Equal(AlertNoticeKind.Fired, AlertDelivery.Plan(_alert, "ops", Sample.Time).Notice);
        _alert.Resolve("ada", Sample.Time);
        Assert.Equal(AlertNoticeKind.Resolved, AlertDelivery.Plan(_alert, "ops", Sample.Time).Notice);
    }

    [Fact]
    public void A_failed_one_waits_twice_as_long_each_time_up_to_an_hour_and_arrives_once()
    {
        var delivery = AlertDelivery.Plan(_alert, "ops", Sample.Time);
        var waits = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            delivery.Fail("away", Sample.Time);
            waits.Add((delivery.NextAttemptAt - Sample.Time).TotalMinutes);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
        Assert.Equal((8, "away"), (delivery.Attempts, delivery.LastError));

        delivery.Deliver(Sample.Time.AddHours(1));
        Assert.Equal((9, null, Sample.Time.AddHours(1)), (delivery.Attempts, delivery.LastError, delivery.DeliveredAt));
        Refused.Transition(() => delivery.Deliver(Sample.Time), "already");
        Refused.Transition(() => delivery.Fail("x", Sample.Time), "already");
    }
}
