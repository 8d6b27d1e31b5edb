using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class LabelCorrectionTests
{
    private static readonly DateTimeOffset Later = Sample.Time.AddDays(1);

    [Fact]
    public void A_correction_preserves_the_old_label_with_the_reason()
    {
        var prediction = CreateLabelled(0.75);
        prediction.CorrectLabel(1, "typo", Later.AddHours(1).AddTicks(9));
        prediction.CorrectLabel(0, "audit", Later.AddHours(2));

        Assert.Equal((0, 0.5, Later.AddHours(2)), (prediction.ActualValue, prediction.Error, prediction.LabelledAt));
        Assert.Equal(
            [
                new SupersededLabel(0.75, Later, Later.AddHours(1), "typo"),
                new SupersededLabel(1, Later.AddHours(1), Later.AddHours(2), "audit"),
            ],
            prediction.SupersededLabels);
    }

    [Fact]
    public void A_corrected_label_can_be_recorded_again_without_harm()
    {
        var prediction = CreateLabelled(0.75);
        prediction.CorrectLabel(1, "typo", Later);

        prediction.RecordLabel(1, Later);
        Refused.Transition(() => prediction.RecordLabel(0.75, Later), "0.75");
    }

    [Fact]
    public void A_missing_label_cannot_be_corrected()
    {
        var prediction = Sample.Prediction();

        Refused.Transition(() => prediction.CorrectLabel(1, "typo", Later), $"{prediction.Id}", "no label");
        Assert.Null(prediction.ActualValue);
    }

    [Fact]
    public void A_correction_needs_a_reason_that_can_be_stored()
    {
        var prediction = CreateLabelled(0.75);

        Assert.All(
            [.. Hostile.Texts, "", " "],
            reason => Refused.Value("Reason", "", () => prediction.CorrectLabel(1, reason, Later)));
        Refused.Value("Reason", "null", () => prediction.CorrectLabel(1, null!, Later));
        Assert.Equal((0.75, Later), (prediction.ActualValue, prediction.LabelledAt));
        Assert.Empty(prediction.SupersededLabels);
    }

    private static Prediction CreateLabelled(double actual)
    {
        var prediction = Sample.Prediction();
        prediction.RecordLabel(actual, Later);
        return prediction;
    }
}
