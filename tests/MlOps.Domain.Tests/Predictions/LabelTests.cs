using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class LabelTests
{
    private static readonly DateTimeOffset Later = Sample.Time.AddDays(1);

    [Theory]
    [InlineData(0.5, 0.75, 0.25)]
    [InlineData(0.75, 0.5, 0.25)]
    [InlineData(-1, 1, 2)]
    [InlineData(3, 3, 0)]
    [InlineData(double.MaxValue, double.MaxValue, 0)]
    public void The_error_of_a_label_is_the_distance_to_the_prediction(double predicted, double actual, double error)
    {
        var prediction = Sample.Prediction(predicted);
        prediction.RecordLabel(actual, Later.AddTicks(1));

        Assert.Equal((actual, error, Later), (prediction.ActualValue, prediction.Error, prediction.LabelledAt));
        Assert.Empty(prediction.SupersededLabels);
    }

    [Fact]
    public void A_prediction_without_a_value_is_labelled_without_an_error()
    {
        var prediction = Sample.Prediction(null);
        prediction.RecordLabel(1, Later);

        Assert.Equal((1, null, Later), (prediction.ActualValue, prediction.Error, prediction.LabelledAt));
    }

    [Fact]
    public void The_same_label_again_changes_nothing()
    {
        var prediction = CreateLabelled(0.75);
        var before = StateOf(prediction);

        prediction.RecordLabel(0.75, Later.AddDays(1));

        Assert.Equal(before, StateOf(prediction));
    }

    [Theory]
    [InlineData(0.7500000000000001, "0.7500000000000001")]
    [InlineData(double.NaN, "NaN")]
    public void Another_label_is_refused(double other, string shown)
    {
        var prediction = CreateLabelled(0.75);
        var before = StateOf(prediction);

        Refused.Transition(
            () => prediction.RecordLabel(other, Later), $"{prediction.Id}", "0.75 at 2026-03-15", shown, "correct it");
        Assert.Equal(before, StateOf(prediction));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_label_that_is_not_finite_is_refused(double label)
    {
        var (fresh, labelled) = (Sample.Prediction(), CreateLabelled(0.75));
        var before = (StateOf(fresh), StateOf(labelled));

        Refused.Value("ActualValue", $"{label}", () => fresh.RecordLabel(label, Later));
        Refused.Value("ActualValue", $"{label}", () => labelled.CorrectLabel(label, "typo", Later));
        Assert.Equal(before, (StateOf(fresh), StateOf(labelled)));
    }

    [Fact]
    public void A_label_whose_error_is_beyond_a_double_is_refused()
    {
        var (fresh, labelled) = (Sample.Prediction(-double.MaxValue), Sample.Prediction(-double.MaxValue));
        labelled.RecordLabel(0, Later);
        var before = (StateOf(fresh), StateOf(labelled));

        Refused.Value("Error", "Infinity", () => fresh.RecordLabel(double.MaxValue, Later));
        Refused.Value("Error", "Infinity", () => labelled.CorrectLabel(double.MaxValue, "typo", Later));
        Assert.Equal(before, (StateOf(fresh), StateOf(labelled)));
    }

    [Fact]
    public void A_label_at_an_impossible_time_is_refused()
    {
        var (fresh, labelled) = (Sample.Prediction(), CreateLabelled(0.75));
        var before = (StateOf(fresh), StateOf(labelled));

        foreach (var time in Hostile.Times)
        {
            Refused.Value("LabelledAt", "1970", () => fresh.RecordLabel(1, time));
            Refused.Value("LabelledAt", "1970", () => labelled.CorrectLabel(1, "typo", time));
        }

        Assert.Equal(before, (StateOf(fresh), StateOf(labelled)));
    }

    private static Prediction CreateLabelled(double actual)
    {
        var prediction = Sample.Prediction();
        prediction.RecordLabel(actual, Later);
        return prediction;
    }

    private static object StateOf(Prediction prediction) =>
        (prediction.ActualValue, prediction.Error, prediction.LabelledAt, prediction.SupersededLabels.Count);
}
