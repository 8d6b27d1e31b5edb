using MlOps.Domain.Training;

namespace MlOps.Domain.Tests.Training;

public class TrainingDatasetTests
{
    [Fact]
    public void A_dataset_tells_the_features_that_it_is_made_of_and_when_they_were_known()
    {
        var dataset = TrainingDataset.Register(
            "loans", "1", "s3://loans", Json.Parse("{}"), 7, Some.Time, "sha256:00", ["age", "income"], Some.Time.AddDays(-1));

        Assert.Equal(["age", "income"], dataset.FeatureNames);
        Assert.Equal(("sha256:00", Some.Time.AddDays(-1), null), (dataset.Checksum, dataset.FeaturesKnownAt, dataset.QualityScore));
        Refused.Value("FeatureNames", "''", () => TrainingDataset.Register("l", "1", "s", Json.Parse("{}"), 7, Some.Time, null, ["age", ""]));
    }

    [Theory, InlineData(0.0), InlineData(1.0)]
    public void Quality_is_assessed_from_0_to_1_and_again(double score)
    {
        var dataset = Loans();
        dataset.Assess(0.5, Some.Time);
        dataset.Assess(score, Some.Time.AddHours(1));

        Assert.Equal((score, Some.Time.AddHours(1)), (dataset.QualityScore, dataset.UpdatedAt));
    }

    [Fact]
    public void A_quality_outside_of_0_to_1_is_refused()
    {
        var dataset = Loans();
        foreach (var score in Hostile.Numbers.Append(-double.Epsilon).Append(Math.BitIncrement(1)))
            Refused.Value("QualityScore", "from 0 to 1", () => dataset.Assess(score, Some.Time));

        Refused.Value("UpdatedAt", "1970", () => dataset.Assess(1, default));
        Assert.Null(dataset.QualityScore);
    }

    private static TrainingDataset Loans() => TrainingDataset.Register("loans", "1", "s3://loans", Json.Parse("{}"), 7, Some.Time);
}
