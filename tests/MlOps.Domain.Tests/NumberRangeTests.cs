using System.Globalization;

namespace MlOps.Domain.Tests;

public class NumberRangeTests
{
    private const double Least = -double.MaxValue;
    private const double Most = double.MaxValue;

    private static readonly Dictionary<string, (double From, double To)> Ranges = new()
    {
        ["Confidence"] = (0, 1),
        ["SuccessProbability"] = (0, 1),
        ["PredictedValue"] = (Least, Most),
        ["InferenceTimeMs"] = (0, Most),
        ["ConfidenceInterval.new: lower"] = (Least, 0.5),
        ["ConfidenceInterval.new: upper"] = (0.5, Most),
        ["Rating"] = (1, 5),
        ["CorrectedValue"] = (Least, Most),
        ["ActualValue"] = (Least, Most),
        ["SizeBytes"] = (0, long.MaxValue),
        ["Size"] = (0, long.MaxValue),
        ["Statistic"] = (Least, Most),
        ["PValue"] = (0, 1),
        ["VaeReconstructionError"] = (0, Most),
        ["DriftThreshold.StatisticAtLeast: warning"] = (0, Most),
        ["DriftThreshold.StatisticAtLeast: critical"] = (0.5, Most),
        ["DriftThreshold.PValueAtMost: warning"] = (0, 1),
        ["DriftThreshold.PValueAtMost: critical"] = (0, 0.5),
        ["LookbackHours"] = (1, int.MaxValue),
        ["NumPredictions"] = (0, int.MaxValue),
        ["PositiveRate"] = (0, 1),
        ["ProbabilityMean"] = (0, 1),
        ["ProbabilityStd"] = (0, Most),
        ["Entropy"] = (0, Most),
        ["FeatureDriftRatio"] = (0, 1),
        ["NumDriftedFeatures"] = (0, int.MaxValue),
        ["LabeledSamples"] = (0, int.MaxValue),
        ["CoveragePct"] = (0, 100),
        ["FilesChanged"] = (0, int.MaxValue),
        ["LinesAdded"] = (0, int.MaxValue),
        ["LinesRemoved"] = (0, int.MaxValue),
        ["DurationMs"] = (0, Most),
        ["Value"] = (Least, Most),
        ["RowCount"] = (0, long.MaxValue),
        ["Used"] = (0, Most),
        ["Capacity"] = (double.Epsilon, Most),
        ["QualityScore"] = (0, 1),
        ["CompletenessScore"] = (0, 1),
        ["KeepDays"] = (1, 36_500),
        ["DataQualityCheck.Define: threshold"] = (0, 1),
        ["PassedRows"] = (0, long.MaxValue),
        ["FailedRows"] = (0, long.MaxValue),
        ["TotalEpochs"] = (1, int.MaxValue),
        ["Epoch"] = (1, int.MaxValue),
        ["Loss"] = (Least, Most),
        ["ValidationLoss"] = (Least, Most),
        ["SampleCount"] = (0, long.MaxValue),
        ["Threshold"] = (Least, Most),
        ["MinFeatureDriftRatio"] = (0, 1),
        ["MinLabeledSamples"] = (0, int.MaxValue),
        ["MinCoveragePct"] = (0, 100),
        ["MinF1Improvement"] = (-1, 1),
        ["MaxBrierIncrease"] = (0, 2),
        ["Number"] = (0, int.MaxValue),
        ["FitnessScore"] = (Least, Most),
        ["Diversity"] = (0, Most),
        ["MemoryBytes"] = (0, long.MaxValue),
        ["TokensIn"] = (0, int.MaxValue),
        ["TokensOut"] = (0, int.MaxValue),
        ["ConfidenceScore"] = (0, 1),
        ["PlannedShare"] = (double.Epsilon, 1),
        ["Alpha"] = (1e-6, 0.5),
        ["PlannedSampleSize"] = (1, int.MaxValue),
        ["Count"] = (0, long.MaxValue),
        ["Mean"] = (Least, Most),
        ["Variance"] = (0, Most),
        ["Trials"] = (4, long.MaxValue),
        ["Successes"] = (0, 4),
    };

    public static TheoryData<string> Numbers =>
        [.. Input.All.Values.Where(input => IsNumber(input.Type)).Select(input => input.Name)];

    [Theory, MemberData(nameof(Numbers))]
    public void Both_ends_of_the_range_are_accepted(string name)
    {
        var input = Input.All[name];
        var (from, to) = RangeOf(input);

        Assert.Equal(Number(input.Type, from), Kept(input, from));
        Assert.Equal(Number(input.Type, to), Kept(input, to));
    }

    [Theory, MemberData(nameof(Numbers))]
    public void What_lies_just_outside_the_range_is_refused(string name)
    {
        var input = Input.All[name];
        var (from, to) = RangeOf(input);

        if (from != Least)
            Refuses(input, input.Type == typeof(double) ? Math.BitDecrement(from) : from - 1);

        if (to < int.MaxValue)
            Refuses(input, input.Type == typeof(double) ? Math.BitIncrement(to) : to + 1);
    }

    [Theory, MemberData(nameof(Numbers))]
    public void What_lies_far_outside_the_range_is_refused(string name)
    {
        var input = Input.All[name];
        var (from, to) = RangeOf(input);
        var (lowest, highest) = input.Type == typeof(double) ? (Least, Most) : (int.MinValue, int.MaxValue);

        if (from != Least)
            Refuses(input, lowest);

        if (to < int.MaxValue)
            Refuses(input, highest);
    }

    private static (double From, double To) RangeOf(Input input) =>
        Ranges.TryGetValue(input.Name, out var own) ? own : Ranges[input.Property];

    private static object? Kept(Input input, double value)
    {
        var made = input.Give(Number(input.Type, value));
        return made.GetType().GetProperty(input.Property)!.GetValue(made);
    }

    private static void Refuses(Input input, double value)
    {
        // An interval that is upside down is the fault of its lower end, a rate above 1 that of its successes.
        var property = input.Property switch
        {
            "Upper" => "Lower",
            "Trials" when value >= 0 => "Successes",
            var own => own,
        };
        Refused.Value(property, value.ToString("R", CultureInfo.InvariantCulture), () => input.Give(Number(input.Type, value)));
    }

    private static object Number(Type type, double value) =>
        type == typeof(long) ? value >= long.MaxValue ? long.MaxValue : (long)value
        : type == typeof(int) ? (object)(int)value
        : value;

    private static bool IsNumber(Type type) => type == typeof(double) || type == typeof(int) || type == typeof(long);
}
