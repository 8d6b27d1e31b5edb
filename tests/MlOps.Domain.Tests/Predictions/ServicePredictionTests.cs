using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class ServicePredictionTests
{
    private static readonly PredictionDetails Sure = new() { Confidence = 1 };

    private static readonly Dictionary<string, Func<double?, Prediction>> Services = new()
    {
        ["ai-gm"] = value => AiGmPrediction.Record("t", value, Sample.Time, "c", details: Sure),
        ["code-roach"] = value => CodeRoachPrediction.Record("t", value, Sample.Time, "p", "a.cs", details: Sure),
        ["daisy-chain"] = value => DaisyChainPrediction.Record("t", value, Sample.Time, "t", details: Sure),
        ["first-mate"] = value => FirstMatePrediction.Record("t", value, Sample.Time, "u", details: Sure),
        ["game-app"] = value => GameAppPrediction.Record("t", value, Sample.Time, "s", details: Sure),
        ["oracle"] = value => OraclePrediction.Record("t", value, Sample.Time, "q", details: Sure),
        ["policy"] = value => PolicyPrediction.Record(
            "t", value, Sample.Time, "r", "p", ComplianceState.AtRisk, details: Sure),
    };

    public static TheoryData<string> Names => [.. Services.Keys];

    [Fact]
    public void Every_service_with_a_class_of_its_own_is_here() =>
        Assert.Equal(
            typeof(Prediction).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Prediction))).ToHashSet(),
            Services.Values.Select(record => record(1).GetType()).ToHashSet());

    [Theory, MemberData(nameof(Names))]
    public void A_service_prediction_has_the_name_of_its_service_and_the_given_values(string service)
    {
        var prediction = Services[service](0.25);

        Assert.Equal(
            (service, "t", 0.25), (prediction.ServiceName, prediction.PredictionType, prediction.PredictedValue));
        Assert.Equal((Sample.Time, 1), (prediction.CreatedAt, prediction.Confidence));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_prediction_without_value_and_output_is_refused(string service) =>
        Refused.Value("PredictedValue", "null", () => Services[service](null));

    [Theory, MemberData(nameof(Names))]
    public void A_prediction_of_a_service_can_be_labelled(string service)
    {
        var prediction = Services[service](1);
        prediction.RecordLabel(0, Sample.Time);

        Assert.Equal(1, prediction.Error);
    }

    [Fact]
    public void A_path_may_be_longer_than_a_name()
    {
        var path = new string('p', CodeRoachPrediction.MaxPathLength);

        Assert.Equal(path, CodeRoachPrediction.Record("t", 1, Sample.Time, "p", path).FilePath);
        Refused.Value("FilePath", "4001", () => CodeRoachPrediction.Record("t", 1, Sample.Time, "p", path + "p"));
    }

    [Fact]
    public void The_time_to_a_violation_is_cut_to_the_microsecond()
    {
        var prediction = PolicyPrediction.Record(
            "t", 1, Sample.Time, "r", "p", ComplianceState.AtRisk, TimeSpan.FromTicks(129));

        Assert.Equal(TimeSpan.FromTicks(120), prediction.TimeToViolation);
    }
}
