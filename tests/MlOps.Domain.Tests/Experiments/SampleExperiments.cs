using MlOps.Domain.Experiments;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Experiments;

internal static class SampleExperiments
{
    public static readonly DateTimeOffset Later = Sample.Time.AddHours(1);
    public static readonly TimeWindow Day = new(Sample.Time, Sample.Time.AddDays(1));

    public static AbExperiment DesignExperiment(params VariantPlan[] treatments) => AbExperiment.Design(
        "checkout", "orders", AbMetricKind.Conversion, new VariantPlan("z-control", 0.5), treatments, Sample.Time);

    public static AbExperiment StartExperiment(AbMetricKind kind)
    {
        var experiment = AbExperiment.Design(
            "e", "m", kind, new VariantPlan("z-control", 0.5), [new VariantPlan("b", 0.5)], Sample.Time);
        experiment.Start(Sample.Time);
        return experiment;
    }

    public static (AbExperiment Experiment, IReadOnlyList<AbResult> Results) StartWithConversions(
        params (long Trials, long Successes)[] counts)
    {
        var experiment = StartExperiment(AbMetricKind.Conversion);
        return (experiment,
        [
            .. counts.Zip(experiment.Variants, (count, variant) =>
                experiment.RecordConversions(variant.Name, Day, new Proportion(count.Trials, count.Successes), Later)),
        ]);
    }
}
