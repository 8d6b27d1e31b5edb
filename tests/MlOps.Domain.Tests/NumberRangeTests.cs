using System.Globalization;
using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests;

public class NumberRangeTests
{
    private const double Lowest = -double.MaxValue;
    private const double Highest = double.MaxValue;

    private static readonly Dictionary<string, (double From, double To)> Ranges = new()
    {
        ["Confidence"] = (0, 1),
        ["SuccessProbability"] = (0, 1),
        ["PredictedValue"] = (Lowest, Highest),
        ["InferenceTimeMs"] = (0, Highest),
        ["ConfidenceInterval.new: lower"] = (Lowest, 0.5),
        ["ConfidenceInterval.new: upper"] = (0.5, Highest),
        ["Rating"] = (1, 5),
        ["CorrectedValue"] = (Lowest, Highest),
        ["ActualValue"] = (Lowest, Highest),
        ["SizeBytes"] = (0, long.MaxValue),
        ["Size"] = (0, long.MaxValue),
        ["Statistic"] = (Lowest, Highest),
        ["PValue"] = (0, 1),
        ["VaeReconstructionError"] = (0, Highest),
        ["DriftThreshold.StatisticAtLeast: warning"] = (0, Highest),
        ["DriftThreshold.StatisticAtLeast: critical"] = (0.5, Highest),
        ["DriftThreshold.PValueAtMost: warning"] = (0, 1),
        ["DriftThreshold.PValueAtMost: critical"] = (0, 0.5),
        ["ServiceMonitor.Define: settings.LookbackHours"] = (1, ServiceMonitor.MaxLookbackHours),
        ["AlertRule.Define: clearThreshold"] = (0.5, Highest),
        ["RequiredBreaches"] = (1, AlertRule.MaxRequiredBreaches),
        ["SegmentCap"] = (1, ServiceMonitor.MaxSegmentCap),
        ["DriftShare"] = (0, 1),
        ["DecisionThreshold"] = (0, 1),
        ["PositiveLabel"] = (Lowest, Highest),
        ["MinSample"] = (1, int.MaxValue),
        ["NumLabelled"] = (0, int.MaxValue),
        ["Revision"] = (1, MonitoringRun.MaxRevision),
        ["LookbackHours"] = (1, int.MaxValue),
        ["NumPredictions"] = (0, int.MaxValue),
        ["PositiveRate"] = (0, 1),
        ["ProbabilityMean"] = (0, 1),
        ["ProbabilityStd"] = (0, Highest),
        ["Entropy"] = (0, Highest),
        ["FeatureDriftRatio"] = (0, 1),
        ["NumDriftedFeatures"] = (0, int.MaxValue),
        ["LabeledSamples"] = (0, int.MaxValue),
        ["CoveragePct"] = (0, 100),
        ["FilesChanged"] = (0, int.MaxValue),
        ["LinesAdded"] = (0, int.MaxValue),
        ["LinesRemoved"] = (0, int.MaxValue),
        ["DurationMs"] = (0, Highest),
        ["Value"] = (Lowest, Highest),
        ["RowCount"] = (0, long.MaxValue),
        ["Used"] = (0, Highest),
        ["Capacity"] = (double.Epsilon, Highest),
        ["QualityScore"] = (0, 1),
        ["CompletenessScore"] = (0, 1),
        ["KeepDays"] = (1, 36_500),
        ["ProcessId"] = (0, int.MaxValue),
        ["QueueLength"] = (0, long.MaxValue),
        ["JournalBytes"] = (0, long.MaxValue),
        ["Stored"] = (0, long.MaxValue),
        ["DeadLettered"] = (0, long.MaxValue),
        ["DataQualityCheck.Define: threshold"] = (0, 1),
        ["PassedRows"] = (0, long.MaxValue),
        ["FailedRows"] = (0, long.MaxValue),
        ["TotalEpochs"] = (1, int.MaxValue),
        ["Epoch"] = (1, int.MaxValue),
        ["Loss"] = (Lowest, Highest),
        ["ValidationLoss"] = (Lowest, Highest),
        ["SampleCount"] = (0, long.MaxValue),
        ["Threshold"] = (Lowest, Highest),
        ["MinFeatureDriftRatio"] = (0, 1),
        ["MinLabeledSamples"] = (0, int.MaxValue),
        ["MinCoveragePct"] = (0, 100),
        ["MinImprovement"] = (Lowest, Highest),
        ["RetrainingPolicy.Define: thresholds.Confidence"] = (0.5, 0.9999),
        ["MinAnsweredPct"] = (0, 100),
        ["MinSegmentSamples"] = (1, int.MaxValue),
        ["MaxSegmentLoss"] = (0, Highest),
        ["MaxLoss"] = (0, Highest),
        ["Number"] = (0, int.MaxValue),
        ["FitnessScore"] = (Lowest, Highest),
        ["Diversity"] = (0, Highest),
        ["MemoryBytes"] = (0, long.MaxValue),
        ["TokensIn"] = (0, int.MaxValue),
        ["TokensOut"] = (0, int.MaxValue),
        ["ConfidenceScore"] = (0, 1),
        ["PlannedShare"] = (double.Epsilon, 1),
        ["Alpha"] = (1e-6, 0.5),
        ["PlannedSampleSize"] = (1, int.MaxValue),
        ["Count"] = (0, long.MaxValue),
        ["Mean"] = (Lowest, Highest),
        ["Variance"] = (0, Highest),
        ["ExpectedMin"] = (Lowest, Highest),
        ["ExpectedMax"] = (Lowest, Highest),
        ["Version"] = (1, int.MaxValue),
        ["Trials"] = (4, long.MaxValue),
        ["Successes"] = (0, 4),
        ["ReferenceSize"] = (0, long.MaxValue),
        ["CurrentSize"] = (0, long.MaxValue),
        ["Missing"] = (0, long.MaxValue),
        ["ClassifierPerformance.Measure: threshold"] = (0, 1),
        ["SegmentComparison.Measure: threshold"] = (0, 1),
        ["Cap"] = (1, int.MaxValue),
        ["MinAgreement"] = (1, 1000),
    };

    // A hash has no range.
    public static TheoryData<string> Numbers =>
    [
        .. Input.All.Values.Where(input => IsNumber(input.Type) && !input.Property.EndsWith("Hash", StringComparison.Ordinal))
            .Select(input => input.Name),
    ];

    [Theory, MemberData(nameof(Numbers))]
    public void Both_ends_of_the_range_are_accepted(string name)
    {
        var input = Input.All[name];
        var (from, to) = FindRange(input);

        Assert.Equal(Number(input.Type, from), CreateAndRead(input, from));
        Assert.Equal(Number(input.Type, to), CreateAndRead(input, to));
    }

    [Theory, MemberData(nameof(Numbers))]
    public void A_number_just_outside_the_range_is_refused(string name)
    {
        var input = Input.All[name];
        var (from, to) = FindRange(input);

        if (from != Lowest)
            AssertRefuses(input, input.Type == typeof(double) ? Math.BitDecrement(from) : from - 1);

        if (to < int.MaxValue)
            AssertRefuses(input, input.Type == typeof(double) ? Math.BitIncrement(to) : to + 1);
    }

    [Theory, MemberData(nameof(Numbers))]
    public void A_number_far_outside_the_range_is_refused(string name)
    {
        var input = Input.All[name];
        var (from, to) = FindRange(input);
        var (low, high) = input.Type == typeof(double) ? (Lowest, Highest) : (int.MinValue, int.MaxValue);

        if (from != Lowest)
            AssertRefuses(input, low);

        if (to < int.MaxValue)
            AssertRefuses(input, high);
    }

    private static (double From, double To) FindRange(Input input) =>
        Ranges.TryGetValue(input.Name, out var own) ? own : Ranges[input.Property];

    private static object? CreateAndRead(Input input, double value)
    {
        var made = input.Create(Number(input.Type, value));
        return made.GetType().GetProperty(input.Property)!.GetValue(made);
    }

    private static void AssertRefuses(Input input, double value)
    {
        // The refusal of an inverted interval names its lower end, and that of a rate above 1 its successes.
        var property = input.Property switch
        {
            "Upper" => "Lower",
            "Trials" when value >= 0 => "Successes",
            var own => own,
        };
        Refused.Value(
            property, value.ToString("R", CultureInfo.InvariantCulture), () => input.Create(Number(input.Type, value)));
    }

    private static object Number(Type type, double value) =>
        type == typeof(long) ? value >= long.MaxValue ? long.MaxValue : (long)value
        : type == typeof(int) ? (object)(int)value
        : value;

    private static bool IsNumber(Type type) => type == typeof(double) || type == typeof(int) || type == typeof(long);
}
