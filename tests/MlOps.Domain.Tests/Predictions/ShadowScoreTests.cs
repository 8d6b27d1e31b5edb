using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class ShadowScoreTests
{
    private static readonly ShadowAnswer Answer = new() { PredictedValue = 0.25 };

    [Fact]
    public void A_score_refers_to_its_prediction_and_its_version_and_belongs_to_their_tenant()
    {
        var prediction = Sample.Prediction();
        prediction.BelongTo(Sample.Tenant);
        var version = Sample.VersionInTraining();
        var score = ShadowScore.Record(prediction, version, Answer, Sample.Time.AddDays(1));

        Assert.Equal((prediction.Id, version.Id, Sample.Tenant), (score.PredictionId, score.ModelVersionId, score.TenantId));
        Assert.Equal((Sample.Time.AddDays(1), 0.25), (score.CreatedAt, score.PredictedValue));
        Assert.NotEqual(prediction.Id, score.Id);
    }

    [Fact]
    public void A_score_of_a_prediction_that_is_not_loaded_belongs_to_the_tenant_of_its_version()
    {
        var version = Sample.VersionInTraining();
        version.BelongTo(Sample.Tenant);
        var id = Sample.Prediction().Id;

        Assert.Equal(Sample.Tenant, ShadowScore.Record(id, version, Answer, Sample.Time).TenantId);
        Assert.Equal(Guid.Empty, ShadowScore.Record(id, version.Id, Answer, Sample.Time).TenantId);
    }

    [Fact]
    public void A_prediction_and_a_version_of_different_tenants_have_no_score()
    {
        var (prediction, version) = (Sample.Prediction(), Sample.VersionInTraining());
        prediction.BelongTo(Sample.Tenant);
        version.BelongTo(Guid.CreateVersion7());

        Assert.Throws<IllegalTransitionException>(() => ShadowScore.Record(prediction, version, Answer, Sample.Time));
    }

    [Fact]
    public void An_answer_is_a_number_or_an_output()
    {
        var (prediction, version) = (Sample.Prediction(), Sample.VersionInTraining());
        var silent = new ShadowAnswer { Confidence = 0.9, InferenceTimeMs = 3 };

        Refused.Value("PredictedValue", "null", () => ShadowScore.Record(prediction, version, silent, Sample.Time));
        Refused.Value("PredictedValue", "null", () => ShadowScore.Record(prediction.Id, version.Id, silent, Sample.Time));
        var output = Json.Parse("""["cat"]""");
        Assert.Equal(output, ShadowScore.Record(prediction, version, new() { Output = output }, Sample.Time).Output);
    }

    [Fact]
    public void Hostile_numbers_are_refused()
    {
        var (prediction, version) = (Sample.Prediction(), Sample.VersionInTraining());
        ShadowScore Record(ShadowAnswer answer) => ShadowScore.Record(prediction, version, answer, Sample.Time);

        Refused.Value("PredictedValue", "NaN", () => Record(new() { PredictedValue = double.NaN }));
        Refused.Value("PredictedValue", "Infinity", () => Record(new() { PredictedValue = double.PositiveInfinity }));
        Refused.Value("Confidence", "1.01", () => Record(Answer with { Confidence = 1.01 }));
        Refused.Value("Confidence", "NaN", () => Record(Answer with { Confidence = double.NaN }));
        Refused.Value("InferenceTimeMs", "-1", () => Record(Answer with { InferenceTimeMs = -1 }));
        Assert.Equal(1, Record(Answer with { Confidence = 1, InferenceTimeMs = 0 }).Confidence);
    }
}
