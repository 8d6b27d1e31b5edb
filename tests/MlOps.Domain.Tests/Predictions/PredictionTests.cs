using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Predictions;

public class PredictionTests
{
    [Fact]
    public void A_prediction_stores_all_its_details()
    {
        var details = new PredictionDetails
        {
            ConfidenceInterval = new(0.25, 0.75),
            ShapValues = Json.Parse("1"),
            AttentionWeights = Json.Parse("2"),
            FeatureImportance = Json.Parse("3"),
            Recommendations = Json.Parse("4"),
            Output = Json.Parse("5"),
            Context = Json.Parse("6"),
        };
        var made = Prediction.ForService("search", "relevance", 0.5, Sample.Time, details);

        Assert.Equal(("search", "relevance", 0.5), (made.ServiceName, made.PredictionType, made.PredictedValue));
        Assert.Equal((0.25, 0.75), (made.ConfidenceLower, made.ConfidenceUpper));
        Assert.Equal(new ConfidenceInterval(0.25, 0.75), made.ConfidenceInterval);
        Assert.Equal(
            ["1", "2", "3", "4", "5", "6"],
            new[]
            {
                made.ShapValues,
                made.AttentionWeights,
                made.FeatureImportance,
                made.Recommendations,
                made.Output,
                made.Context,
            }.Select(document => document!.Text));
    }

    [Fact]
    public void A_prediction_without_details_comes_from_a_model_and_has_no_label()
    {
        var made = Prediction.ForService("search", "relevance", 0.5, Sample.Time);

        Assert.Equal(PredictionSources.MlModel, made.Source);
        Assert.Equal((null, null, null), (made.ActualValue, made.Error, made.LabelledAt));
        Assert.Equal((null, null), (made.ConfidenceInterval, made.Output));
        Assert.Empty(made.SupersededLabels);
    }

    [Fact]
    public void A_prediction_needs_a_value_or_an_output()
    {
        var output = new PredictionDetails { Output = Json.Parse("\"cat\"") };

        Refused.Value("PredictedValue", "both were null", () => Prediction.ForService("s", "t", null, Sample.Time));
        Refused.Value(
            "PredictedValue", "both were null", () => OraclePrediction.Record("t", null, Sample.Time, "why?"));
        Assert.Null(Prediction.ForService("s", "t", null, Sample.Time, output).PredictedValue);
        Assert.Equal(1, Prediction.ForService("s", "t", 1, Sample.Time).PredictedValue);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void The_service_the_type_and_the_source_are_not_blank(string blank)
    {
        Refused.Value("ServiceName", $"'{blank}'", () => Prediction.ForService(blank, "t", 1, Sample.Time));
        Refused.Value("PredictionType", $"'{blank}'", () => Prediction.ForService("s", blank, 1, Sample.Time));
        Refused.Value(
            "Source", $"'{blank}'", () => Prediction.ForService("s", "t", 1, Sample.Time, new() { Source = blank }));
    }

    [Fact]
    public void The_longest_texts_are_accepted_and_longer_ones_refused()
    {
        var name = new string('n', Prediction.MaxNameLength);
        var version = new string('v', Prediction.MaxVersionLength);

        Assert.Equal(
            version, Prediction.ForService(name, name, 1, Sample.Time, new() { ModelVersion = version }).ModelVersion);
        Refused.Value("ServiceName", "101", () => Prediction.ForService(name + "n", name, 1, Sample.Time));
        Refused.Value("PredictionType", "101", () => Prediction.ForService(name, name + "n", 1, Sample.Time));
        Refused.Value(
            "ModelVersion",
            "51",
            () => Prediction.ForService(name, name, 1, Sample.Time, new() { ModelVersion = version + "v" }));
    }

    [Fact]
    public void Predictions_sort_by_their_time()
    {
        var ids = Enumerable.Range(0, 500)
            .Select(ms => Prediction.ForService("s", "t", 1, Sample.Time.AddMilliseconds(ms)).Id)
            .ToList();

        Assert.Equal(ids, ids.OrderBy(id => id.ToString("N"), StringComparer.Ordinal));
        Assert.Equal(ids, ids.Order());
    }
}
