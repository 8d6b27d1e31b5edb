using System.Globalization;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests;

public class InputTests
{
    public static TheoryData<string> Texts => Of(type => type == typeof(string));

    public static TheoryData<string> Doubles => Of(type => type == typeof(double));

    public static TheoryData<string> Times => Of(type => type == typeof(DateTimeOffset));

    public static TheoryData<string> Ids => Of(type => type == typeof(Guid));

    public static TheoryData<string> Spans => Of(type => type == typeof(TimeSpan));

    public static TheoryData<string> Enumerations => Of(type => type.IsEnum);

    public static TheoryData<string> Required => [.. Input.All.Values.Where(input => input.Required).Select(input => input.Name)];

    public static TheoryData<string> Kept => Of(type =>
        type == typeof(string) || type == typeof(Json) || (type.IsValueType && type != typeof(DriftSample) && type != typeof(Moments)));

    [Fact]
    public void Every_factory_is_found()
    {
        var found = Input.All.Keys.Select(name => name.Split(':')[0]).Distinct();

        Assert.Superset(
            new HashSet<string>
            {
                "Model.Register", "ModelVersion.Begin", "StageChange.new", "Artifact.new", "ModelSignature.new",
                "Prediction.ForService", "AiGmPrediction.Record", "CodeRoachPrediction.Record", "DaisyChainPrediction.Record",
                "FirstMatePrediction.Record", "GameAppPrediction.Record", "OraclePrediction.Record", "PolicyPrediction.Record",
                "ConfidenceInterval.new", "Feedback.Record", "DriftMetric.Measure", "DriftResult.new", "DriftSample.new",
                "DriftThreshold.StatisticAtLeast", "DriftThreshold.PValueAtMost", "TimeWindow.new", "MonitoringRun.Record",
                "RetrainingDecision.Promote", "RetrainingDecision.Reject", "ModelAlias.Point", "Configuration.Record",
                "TrainingDataset.Register", "TrainingJob.Queue", "LossPoint.new", "ModelEvaluation.Record", "PerformanceMetric.Record",
                "AlertRule.Define", "HealthFinding.new", "HealthSnapshot.Take", "RetrainingPolicy.Define",
                "RetrainingDecision.Promote", "RetrainingDecision.Reject",
                "Moments.new", "Proportion.new", "RelativeUplift.Compute", "SampleRatioCheck.Run",
                "EvolutionExperiment.Plan", "EvolutionGeneration.Begin", "EvolutionIndividual.Create", "GenerationStatistics.FromScores",
                "CodeEvaluation.Pass", "CodeEvaluation.Fail", "LlmInteraction.Record",
                "IdentifiedPattern.Identify", "PatternOccurrence.Record", "Recommendation.Propose", "AbExperiment.Design", "VariantPlan.new",
            },
            found.ToHashSet());
    }

    [Theory, MemberData(nameof(Kept))]
    public void A_good_value_is_kept(string name)
    {
        var input = Input.All[name];
        var value = Input.Good(input.Type);

        var made = input.Give(value);

        Assert.Equal(value, made.GetType().GetProperty(input.Property)!.GetValue(made));
    }

    [Theory, MemberData(nameof(Texts))]
    public void Text_that_PostgreSQL_cannot_store_is_refused(string name)
    {
        foreach (var text in Hostile.Texts)
            Refuses(name, text, text.Contains('\0') ? "U+0000" : "lone surrogate");
    }

    // A dead letter holds whatever was accepted, at whatever length.
    public static TheoryData<string> TextsOfLimitedLength => [.. Texts.Where(name => name.Data != "DeadLetter.Record: payload")];

    [Theory, MemberData(nameof(TextsOfLimitedLength))]
    public void Endless_text_is_refused(string name) => Refuses(name, new string('x', 2_000_000), "2000000");

    [Theory, MemberData(nameof(Doubles))]
    public void Numbers_that_are_not_finite_are_refused(string name)
    {
        foreach (var number in Hostile.Numbers)
            Refuses(name, number, number.ToString(CultureInfo.InvariantCulture));
    }

    [Theory, MemberData(nameof(Times))]
    public void Times_outside_1970_to_9998_are_refused(string name)
    {
        foreach (var time in Hostile.Times)
            Refuses(name, time, time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory, MemberData(nameof(Times))]
    public void Times_are_kept_in_UTC_to_the_microsecond(string name)
    {
        var made = Input.All[name].Give(Some.Time.AddTicks(1239).ToOffset(TimeSpan.FromHours(5.5)));

        var kept = (DateTimeOffset)made.GetType().GetProperty(Input.All[name].Property)!.GetValue(made)!;
        Assert.True(Some.Time.AddTicks(1230).EqualsExact(kept), $"{kept:O}");
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_empty_id_is_refused(string name) => Refuses(name, Guid.Empty, "empty id");

    [Theory, MemberData(nameof(Spans))]
    public void Negative_spans_are_refused(string name)
    {
        Refuses(name, TimeSpan.FromTicks(-1), "-00:00:00.0000001");
        Refuses(name, TimeSpan.MinValue, "-10675199");
    }

    [Theory, MemberData(nameof(Enumerations))]
    public void Undeclared_members_are_refused(string name)
    {
        Refuses(name, Enum.ToObject(Input.All[name].Type, 99), "99");
        Refuses(name, Enum.ToObject(Input.All[name].Type, -1), "-1");
    }

    [Theory, MemberData(nameof(Required))]
    public void Null_is_refused_where_a_value_is_needed(string name)
    {
        var refusal = Assert.Throws<InvalidValueException>(() => Input.All[name].Give(null));

        Assert.Equal(Input.All[name].Property, refusal.Property, ignoreCase: true);
        Assert.Contains("null", refusal.Message, StringComparison.Ordinal);
    }

    private static void Refuses(string name, object value, string shown) =>
        Refused.Value(Input.All[name].Property, shown, () => Input.All[name].Give(value));

    private static TheoryData<string> Of(Func<Type, bool> wanted) =>
        [.. Input.All.Values.Where(input => wanted(input.Type)).Select(input => input.Name)];
}
