using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

/// <summary>Times without predictions, and without learning events.</summary>
public class GapMeasureTests(TestDatabase database) : MeasureTest(database)
{
    private const int Week = 7 * 24 * 60;

    [Fact]
    public async Task A_service_that_stops_is_measured_by_the_minutes_since_its_last_prediction()
    {
        await StoreAsync(Predictions("oracle", -2 * Week, 0));
        await StoreForAnotherAsync(Predictions("other", -2 * Week, 0));

        Assert.Equal(45, (await MinutesAsync(At(45))).Value);
        var later = await MinutesAsync(At(90));
        Assert.Equal(("oracle", 90), (later.Subject, later.Value));
        Assert.Contains("made no prediction since 2026-03-01 12:00:00Z", later.Observation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nights_and_weekends_do_not_count()
    {
        // From 8 to 20 o'clock on weekdays. The 1st of March 2026 is a Sunday.
        await StoreAsync([.. Predictions("oracle", -3 * Week, 0).Where(row => row.CreatedAt is
            { Hour: >= 8 and < 20, DayOfWeek: not (DayOfWeek.Saturday or DayOfWeek.Sunday) })]);

        // On Friday the last one was five minutes before eight, and the next ones are due on Monday.
        Assert.InRange(Round(await MinutesAsync(At(-6 * 60))), 5, 6);
        Assert.InRange(Round(await MinutesAsync(At(19.5 * 60))), 5, 6);
        Assert.InRange(Round(await MinutesAsync(At(20.5 * 60))), 25, 60);
        Assert.InRange(Round(await MinutesAsync(At(21.5 * 60))), 61, 120);
    }

    [Fact]
    public async Task A_service_with_few_predictions_is_waited_for_longer()
    {
        await StoreAsync(Predictions("oracle", -2 * Week, 0, every: 30));

        Assert.InRange(Round(await MinutesAsync(At(120))), 20, 40);
        Assert.InRange(Round(await MinutesAsync(At(7 * 60))), 61, 200);
    }

    [Fact]
    public async Task What_is_usual_takes_a_week_to_know()
    {
        await StoreAsync(Predictions("oracle", -Week + 100, 0));

        Assert.Contains("a week shows what is usual", (await MinutesAsync(At(90))).MissingReason, StringComparison.Ordinal);
        Assert.Equal(50, (await MinutesAsync(At(50))).Value);
    }

    [Fact]
    public async Task Each_service_is_measured_and_one_that_a_rule_names_alone()
    {
        await StoreAsync([.. Predictions("oracle", -60, 0), .. Predictions("search", -60, -10), .. Predictions("Zoe", -60, 0)]);

        var all = await MeasureAsync(AlertMetrics.MinutesWithoutPredictions);
        Assert.Equal(
            ["oracle 5", "search 15", "Zoe 5"], all.Select(one => $"{one.Subject} {one.Value}").Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(15, Assert.Single(await MeasureAsync(AlertMetrics.MinutesWithoutPredictions, service: "search")).Value);
        Assert.Contains(
            "'nobody' has made no prediction", Assert.Single(await MeasureAsync(AlertMetrics.MinutesWithoutPredictions, service: "nobody"))
                .MissingReason,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_predictions_there_is_nothing_to_measure()
    {
        var missing = Assert.Single(await MeasureAsync(AlertMetrics.MinutesWithoutPredictions));
        Assert.Equal(("", "There was no prediction in the last 35 days."), (missing.Subject, missing.MissingReason));
    }

    [Fact]
    public async Task Learning_events_are_late_where_many_are_usual()
    {
        // Three a minute until two hours after noon, a week ago, and until noon today.
        await StoreAsync(
        [
            .. Enumerable.Range(0, 540).Select(i => Build.LearningEvent(at: At(-Week - 60 + (i / 3.0)))),
            .. Enumerable.Range(0, 180).Select(i => Build.LearningEvent(at: At(-60 + (i / 3.0)))),
        ]);
        await StoreForAnotherAsync(Build.LearningEvent(at: At(1)));

        Assert.Equal(80, Round(Assert.Single(await MeasureAsync(AlertMetrics.EventLagSeconds, At(1), 300))));
        Assert.Equal(620, Round(Assert.Single(await MeasureAsync(AlertMetrics.EventLagSeconds, At(10), 300))));
    }

    [Fact]
    public async Task Without_learning_events_there_is_nothing_to_measure() => Assert.Contains(
        "no learning event", Assert.Single(await MeasureAsync(AlertMetrics.EventLagSeconds)).MissingReason, StringComparison.Ordinal);

    private static Entity[] Predictions(string service, int from, int to, int every = 5) =>
    [
        .. Enumerable.Range(0, ((to - from) / every) + (to == 0 && from <= -Week + 100 ? 1 : 0))
            .Select(i => Build.Prediction(service, 0.5, At(from + (i * every)))),
    ];

    private static double Round(Measured measured) => Math.Round(measured.Value!.Value);

    private async Task<Measured> MinutesAsync(DateTimeOffset now) =>
        Assert.Single(await MeasureAsync(AlertMetrics.MinutesWithoutPredictions, now));
}
