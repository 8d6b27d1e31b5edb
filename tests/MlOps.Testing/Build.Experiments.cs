using MlOps.Domain;
using MlOps.Domain.Experiments;
using MlOps.Domain.Statistics;

namespace MlOps.Testing;

/// <content>A/B experiments.</content>
public static partial class Build
{
    /// <summary>A running experiment that counts conversions, with the variants "control" and "treatment".</summary>
    public static AbExperiment AbExperiment(string name = "checkout", DateTimeOffset? at = null)
    {
        var experiment = Domain.Experiments.AbExperiment.Design(
            name, "orders", AbMetricKind.Conversion, new VariantPlan("control", 0.5), [new VariantPlan("treatment", 0.5)], at ?? Noon);
        experiment.Start(at ?? Noon);
        return experiment;
    }

    /// <summary>The result of a variant in the last hour.</summary>
    public static AbResult AbResult(
        AbExperiment experiment, string variant = "treatment", long assignments = 1000, long conversions = 100,
        TimeWindow? window = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        return experiment.RecordConversions(
            variant, window ?? LastHour(at ?? Noon), new Proportion(assignments, conversions), at ?? Noon);
    }
}
