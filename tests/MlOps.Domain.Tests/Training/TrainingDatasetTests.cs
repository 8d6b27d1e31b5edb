using MlOps.Domain.Training;

namespace MlOps.Domain.Tests.Training;

public class TrainingDatasetTests
{
    [Fact]
    public void A_dataset_has_the_names_of_its_features_and_the_time_at_which_they_were_known()
    {
        var dataset = TrainingDataset.Register(
            "loans",
            "1",
            "s3://loans",
            Json.Parse("{}"),
            7,
            Sample.Time,
            "sha256:00",
            ["age", "income"],
            Sample.Time.AddDays(-1));

        Assert.Equal(["age", "income"], dataset.FeatureNames);
        Assert.Equal(
            ("sha256:00", Sample.Time.AddDays(-1), null),
            (dataset.Checksum, dataset.FeaturesKnownAt, dataset.QualityScore));
        Refused.Value(
            "FeatureNames",
            "''",
            () => TrainingDataset.Register("l", "1", "s", Json.Parse("{}"), 7, Sample.Time, null, ["age", ""]));
    }

    [Theory, InlineData(0.0), InlineData(1.0)]
    public void Quality_from_0_to_1_can_be_assessed_again(double score)
    {
        var dataset = RegisterLoans();
        dataset.Assess(0.5, Sample.Time);
        dataset.Assess(score, Sample.Time.AddHours(1));

        Assert.Equal((score, Sample.Time.AddHours(1)), (dataset.QualityScore, dataset.UpdatedAt));
    }

    [Fact]
    public void Quality_outside_0_to_1_is_refused()
    {
        var dataset = RegisterLoans();
        foreach (var score in Hostile.Numbers.Append(-double.Epsilon).Append(Math.BitIncrement(1)))
            Refused.Value("QualityScore", "from 0 to 1", () => dataset.Assess(score, Sample.Time));

        Refused.Value("UpdatedAt", "1970", () => dataset.Assess(1, default));
        Assert.Null(dataset.QualityScore);
    }

    private static TrainingDataset RegisterLoans() =>
        TrainingDataset.Register("loans", "1", "s3://loans", Json.Parse("{}"), 7, Sample.Time);
}
