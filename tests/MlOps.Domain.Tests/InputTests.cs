using System.Globalization;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests;

public class InputTests
{
    public static TheoryData<string> Texts => FindInputs(type => type == typeof(string));

    public static TheoryData<string> Doubles => FindInputs(type => type == typeof(double));

    public static TheoryData<string> Times => FindInputs(type => type == typeof(DateTimeOffset));

    public static TheoryData<string> Ids => FindInputs(type => type == typeof(Guid));

    public static TheoryData<string> Spans => FindInputs(type => type == typeof(TimeSpan));

    public static TheoryData<string> Enumerations => FindInputs(type => type.IsEnum);

    public static TheoryData<string> Required =>
        [.. Input.All.Values.Where(input => input.Required).Select(input => input.Name)];

    public static TheoryData<string> Stored => FindInputs(type =>
        type == typeof(string) || type == typeof(Json)
        || (type.IsValueType && type != typeof(DriftSample) && type != typeof(Moments)));

    [Fact]
    public void Every_factory_is_found()
    {
        var found = Input.All.Keys.Select(name => name.Split(':')[0]).Distinct();

        Assert.Superset(
            new HashSet<string>
            {
                "AbExperiment.Design", "AccessToken.Issue",
                "AiGmPrediction.Record", "AlertDelivery.Plan", "AlertFinding.new", "AlertRule.Define",
                "AlertState.Measure", "AlertState.Miss", "Artifact.new",
                "CategorySample.FromCounts", "CategorySample.FromValues", "ClassifierPerformance.Measure",
                "CodeEvaluation.Fail", "CodeEvaluation.Pass", "CodeRoachPrediction.Record", "ConfidenceInterval.new",
                "Configuration.Record", "DaisyChainPrediction.Record", "DriftMeasurement.new", "DriftMetric.Measure",
                "DriftResult.new", "DriftSample.new", "DriftThreshold.PValueAtMost", "DriftThreshold.StatisticAtLeast",
                "EvolutionExperiment.Plan", "EvolutionGeneration.Begin", "EvolutionIndividual.Create",
                "Feedback.Record", "FirstMatePrediction.Record", "GameAppPrediction.Record",
                "GenerationStatistics.FromScores", "HealthFinding.new", "HealthSnapshot.Take",
                "IdentifiedPattern.Identify", "IntervalCoverage.Measure",
                "Job.Define", "Job.Watch", "JobRun.Start", "LabelPolicy.Define",
                "LegalHold.OnModel", "LegalHold.OnPrediction", "LegalHold.OnTenant", "LegalHold.OnWindow",
                "LlmInteraction.Record", "LossPoint.new",
                "Model.Register", "ModelAlias.Point", "ModelEvaluation.Record", "ModelSignature.new",
                "ModelVersion.Begin", "Moments.new", "MonitoringRun.Record", "NumberBins.Deciles", "NumberBins.Doane",
                "NumberBins.FromEdges", "NumberBins.Sturges", "NumberSample.FromValues", "OraclePrediction.Record",
                "PatternOccurrence.Record", "PerformanceMetric.Record", "PolicyPrediction.Record",
                "Prediction.ForService",
                "PredictionSegment.Named", "Proportion.new", "Recommendation.Propose", "ReopenedWindow.Open",
                "RegressorPerformance.Measure",
                "RelativeUplift.Compute", "RetrainingDecision.Promote", "RetrainingDecision.Reject",
                "RetrainingDelivery.Plan", "RetrainingPolicy.Define", "RetrainingRequest.Open", "SampleRatioCheck.Run",
                "SegmentComparison.Measure", "ServiceMonitor.Define",
                "ShadowScore.Record", "StageChange.new",
                "TimeWindow.new", "TrainingDataset.Register", "TrainingJob.Queue", "VariantPlan.new",
            },
            found.ToHashSet());
    }

    [Theory, MemberData(nameof(Stored))]
    public void A_valid_value_is_stored(string name)
    {
        var input = Input.All[name];
        var value = Input.ValidValue(input.Type);

        var made = input.Create(value);

        Assert.Equal(value, made.GetType().GetProperty(input.Property)!.GetValue(made));
    }

    [Theory, MemberData(nameof(Texts))]
    public void Text_that_PostgreSQL_cannot_store_is_refused(string name)
    {
        foreach (var text in Hostile.Texts)
            AssertRefuses(name, text, text.Contains('\0') ? "U+0000" : "lone surrogate");
    }

    // A dead letter stores the content of any accepted write, whatever its length.
    public static TheoryData<string> TextsOfLimitedLength =>
        [.. Texts.Where(name => name.Data != "DeadLetter.Record: payload")];

    [Theory, MemberData(nameof(TextsOfLimitedLength))]
    public void Very_long_text_is_refused(string name) => AssertRefuses(name, new string('x', 2_000_000), "2000000");

    [Theory, MemberData(nameof(Doubles))]
    public void Numbers_that_are_not_finite_are_refused(string name)
    {
        foreach (var number in Hostile.Numbers)
            AssertRefuses(name, number, number.ToString(CultureInfo.InvariantCulture));
    }

    [Theory, MemberData(nameof(Times))]
    public void Times_outside_1970_to_9998_are_refused(string name)
    {
        foreach (var time in Hostile.Times)
            AssertRefuses(name, time, time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory, MemberData(nameof(Times))]
    public void Times_are_converted_to_UTC_and_cut_to_the_microsecond(string name)
    {
        var made = Input.All[name].Create(Sample.Time.AddTicks(1239).ToOffset(TimeSpan.FromHours(5.5)));

        var stored = (DateTimeOffset)made.GetType().GetProperty(Input.All[name].Property)!.GetValue(made)!;
        Assert.True(Sample.Time.AddTicks(1230).EqualsExact(stored), $"{stored:O}");
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_empty_id_is_refused(string name) => AssertRefuses(name, Guid.Empty, "empty id");

    [Theory, MemberData(nameof(Spans))]
    public void Negative_spans_are_refused(string name)
    {
        AssertRefuses(name, TimeSpan.FromTicks(-1), "-00:00:00.0000001");
        AssertRefuses(name, TimeSpan.MinValue, "-10675199");
    }

    [Theory, MemberData(nameof(Enumerations))]
    public void Undeclared_members_are_refused(string name)
    {
        AssertRefuses(name, Enum.ToObject(Input.All[name].Type, 99), "99");
        AssertRefuses(name, Enum.ToObject(Input.All[name].Type, -1), "-1");
    }

    [Theory, MemberData(nameof(Required))]
    public void Null_is_refused_if_a_value_is_required(string name)
    {
        var refusal = Assert.Throws<InvalidValueException>(() => Input.All[name].Create(null));

        Assert.Equal(Input.All[name].Property, refusal.Property, ignoreCase: true);
        Assert.Contains("null", refusal.Message, StringComparison.Ordinal);
    }

    private static void AssertRefuses(string name, object value, string shown) =>
        Refused.Value(Input.All[name].Property, shown, () => Input.All[name].Create(value));

    // A job has the due time that follows, and not the given one. JobTests has both.
    private static TheoryData<string> FindInputs(Func<Type, bool> wanted) =>
        [.. Input.All.Values.Where(input => wanted(input.Type) && input.Name != "Job.Watch: from").Select(input => input.Name)];
}
