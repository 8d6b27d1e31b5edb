using MlOps.Domain.Predictions;

namespace MlOps.Domain.Tests.Predictions;

public class ServicePredictionTests
{
    private static readonly PredictionDetails Sure = new() { Confidence = 1 };

    private static readonly Dictionary<string, Func<double?, Prediction>> Services = new()
    {
        ["ai-gm"] = value => AiGmPrediction.Record("t", value, Some.Time, "c", details: Sure),
        ["code-roach"] = value => CodeRoachPrediction.Record("t", value, Some.Time, "p", "a.cs", details: Sure),
        ["daisy-chain"] = value => DaisyChainPrediction.Record("t", value, Some.Time, "t", details: Sure),
        ["first-mate"] = value => FirstMatePrediction.Record("t", value, Some.Time, "u", details: Sure),
        ["game-app"] = value => GameAppPrediction.Record("t", value, Some.Time, "s", details: Sure),
        ["oracle"] = value => OraclePrediction.Record("t", value, Some.Time, "q", details: Sure),
        ["policy"] = value => PolicyPrediction.Record("t", value, Some.Time, "r", "p", ComplianceState.AtRisk, details: Sure),
    };

    public static TheoryData<string> Names => [.. Services.Keys];

    [Fact]
    public void Every_service_with_a_type_of_its_own_is_here() =>
        Assert.Equal(
            typeof(Prediction).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Prediction))).ToHashSet(),
            Services.Values.Select(record => record(1).GetType()).ToHashSet());

    [Theory, MemberData(nameof(Names))]
    public void The_service_names_itself_and_passes_on_what_it_is_told(string service)
    {
        var prediction = Services[service](0.25);

        Assert.Equal((service, "t", 0.25), (prediction.ServiceName, prediction.PredictionType, prediction.PredictedValue));
        Assert.Equal((Some.Time, 1), (prediction.CreatedAt, prediction.Confidence));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_prediction_without_value_and_output_is_refused(string service) =>
        Refused.Value("PredictedValue", "null", () => Services[service](null));

    [Theory, MemberData(nameof(Names))]
    public void A_prediction_of_a_service_can_be_labelled(string service)
    {
        var prediction = Services[service](1);
        prediction.RecordLabel(0, Some.Time);

        Assert.Equal(1, prediction.Error);
    }

    [Fact]
    public void A_path_may_be_longer_than_a_name()
    {
        var path = new string('p', CodeRoachPrediction.MaxPathLength);

        Assert.Equal(path, CodeRoachPrediction.Record("t", 1, Some.Time, "p", path).FilePath);
        Refused.Value("FilePath", "4001", () => CodeRoachPrediction.Record("t", 1, Some.Time, "p", path + "p"));
    }

    [Fact]
    public void The_time_to_a_violation_is_kept_to_the_microsecond()
    {
        var prediction = PolicyPrediction.Record(
            "t", 1, Some.Time, "r", "p", ComplianceState.AtRisk, TimeSpan.FromTicks(129));

        Assert.Equal(TimeSpan.FromTicks(120), prediction.TimeToViolation);
    }
}
