using MlOps.Domain.Statistics;

namespace MlOps.Domain.Experiments;

/// <summary>Adds up the results of an A/B experiment and compares its variants.</summary>
internal static class AbAnalysis
{
    public static AbVerdict Run(AbExperiment experiment, IReadOnlyCollection<AbResult> results)
    {
        var variants = experiment.Variants;
        if (variants.Count < 2)
            throw new InvalidValueException(
                "Variants", $"must be two or more to be compared; {experiment} has {variants.Count}");

        var byVariant = results.ToLookup(result => result.VariantId);
        if (byVariant.FirstOrDefault(group => variants.All(variant => variant.Id != group.Key)) is { } stranger)
            throw new InvalidValueException(
                "Results", $"must belong to variants of {experiment}; one belongs to variant {stranger.Key}");

        var assigned = variants.Select(variant => byVariant[variant.Id].Sum(result => result.Assignments)).ToList();
        var ratio = SampleRatioCheck.Run(assigned, [.. variants.Select(variant => variant.PlannedShare)]);

        // Several treatments share the error rate (Bonferroni).
        var alpha = experiment.Alpha / (variants.Count - 1);
        var control = byVariant[variants[0].Id];
        var comparisons = new List<AbComparison>();
        var notCompared = new Dictionary<string, string>();
        foreach (var treatment in variants.Skip(1))
        {
            try
            {
                comparisons.Add(Compare(experiment, treatment, control, byVariant[treatment.Id], alpha));
            }
            catch (InvalidValueException e)
            {
                // A test needs more data than the check of the shares, which can find a fault even before that.
                notCompared.Add(treatment.Name, e.Message);
            }
        }

        var assignments = variants.Zip(assigned).ToDictionary(pair => pair.First.Name, pair => pair.Second);
        return new AbVerdict(experiment.Id, assignments, ratio, comparisons, notCompared);
    }

    private static AbComparison Compare(
        AbExperiment experiment,
        AbVariant variant,
        IEnumerable<AbResult> control,
        IEnumerable<AbResult> treatment,
        double alpha)
    {
        if (experiment.MetricKind == AbMetricKind.Value)
        {
            var (controlValues, treatmentValues) = (SumValues(control), SumValues(treatment));
            return Combine(DifferenceTest.Welch(controlValues, treatmentValues), controlValues, treatmentValues);
        }

        var (controlRate, treatmentRate) = (SumConversions(control), SumConversions(treatment));
        return Combine(
            DifferenceTest.TwoProportions(controlRate, treatmentRate), controlRate.Moments, treatmentRate.Moments);

        AbComparison Combine(TestResult test, Moments left, Moments right) =>
            new(variant, test, RelativeUplift.Compute(left, right), alpha, experiment.PlannedSampleSize);
    }

    private static Proportion SumConversions(IEnumerable<AbResult> results) =>
        results.Aggregate(default(Proportion), (sum, result) => sum + result.ConversionRate);

    private static Moments SumValues(IEnumerable<AbResult> results) =>
        results.Aggregate(default(Moments), (sum, result) => sum + result.Values);
}
