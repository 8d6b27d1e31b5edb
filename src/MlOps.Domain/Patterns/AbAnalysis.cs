using MlOps.Domain.Statistics;

namespace MlOps.Domain.Patterns;

/// <summary>Adds up the results of an A/B experiment and compares its variants.</summary>
internal static class AbAnalysis
{
    public static AbVerdict Run(AbExperiment experiment, IReadOnlyCollection<AbResult> results)
    {
        var variants = experiment.Variants;
        if (variants.Count < 2)
            throw new InvalidValueException("Variants", $"must be two or more to be compared; {experiment} has {variants.Count}");

        var byVariant = results.ToLookup(result => result.VariantId);
        if (byVariant.FirstOrDefault(group => variants.All(variant => variant.Id != group.Key)) is { } stranger)
            throw new InvalidValueException("Results", $"must be of variants of {experiment}; one is of variant {stranger.Key}");

        var assigned = variants.Select(variant => byVariant[variant.Id].Sum(result => result.Assignments)).ToList();
        var ratio = SampleRatioCheck.Of(assigned, [.. variants.Select(variant => variant.PlannedShare)]);

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
                // A test asks for more than shares do, which may tell of a fault before there is enough for it.
                notCompared.Add(treatment.Name, e.Message);
            }
        }

        return new AbVerdict(
            experiment.Id, variants.Zip(assigned).ToDictionary(pair => pair.First.Name, pair => pair.Second), ratio, comparisons, notCompared);
    }

    private static AbComparison Compare(
        AbExperiment experiment, AbVariant variant, IEnumerable<AbResult> control, IEnumerable<AbResult> treatment, double alpha)
    {
        if (experiment.MetricKind == AbMetricKind.Value)
        {
            var (values, others) = (Values(control), Values(treatment));
            return Make(DifferenceTest.Welch(values, others), values, others);
        }

        var (converted, other) = (Converted(control), Converted(treatment));
        return Make(DifferenceTest.TwoProportions(converted, other), converted.Moments, other.Moments);

        AbComparison Make(TestResult test, Moments left, Moments right) =>
            new(variant, test, RelativeUplift.Between(left, right), alpha, experiment.PlannedSampleSize);
    }

    private static Proportion Converted(IEnumerable<AbResult> results) =>
        results.Aggregate(default(Proportion), (sum, result) => sum + result.Converted);

    private static Moments Values(IEnumerable<AbResult> results) =>
        results.Aggregate(default(Moments), (sum, result) => sum + result.Values);
}
