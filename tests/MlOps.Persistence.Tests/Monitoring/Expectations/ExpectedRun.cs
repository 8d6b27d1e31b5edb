using MlOps.Domain;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Tests.Monitoring.Expectations;

/// <summary>All numbers of a window of a monitor, computed from the predictions in memory.</summary>
internal static class ExpectedRun
{
    public static Facts List(ServiceMonitor monitor, IReadOnlyList<FeatureBins> bins, KnownPredictions known, TimeWindow window)
    {
        var facts = new Facts();
        var rows = known.List(window);
        List<double> scores = [.. rows.Select(row => row.Probability).OfType<double>()];
        facts.Add("predictions", rows.Count);
        facts.Add("labels", rows.Count(row => row.FindLabel(known.Time) is not null));
        if (scores.Count > 0)
        {
            var mean = scores.Average();
            facts.Add("positive rate", (double)scores.Count(score => score >= monitor.DecisionThreshold) / scores.Count);
            facts.Add("mean", mean);
            facts.Add("deviation", Math.Sqrt(scores.Average(score => (score - mean) * (score - mean))));
            facts.Add("entropy", scores.Average(score => Bits(score) + Bits(1 - score)));
        }

        var drift = new ExpectedDrift(monitor, bins, known, window);
        List<AlertLevel> levels =
        [
            .. drift.List().Where(found => found.Segment == KnownSegment.All)
                .Select(found => ExpectedDrift.Judge(found.Measurement, found.Rule)),
        ];
        var drifted = levels.Count(level => level != AlertLevel.None);
        facts.Add("drifted features", drifted);
        facts.Add("drift ratio", levels.Count == 0 ? 0 : (double)drifted / levels.Count);
        facts.Add("dataset drift", drifted > monitor.DriftShare * levels.Count ? 1 : 0);
        drift.AddTo(facts);
        new ExpectedPerformance(monitor, known, window).AddTo(facts);
        return facts;
    }

    private static double Bits(double share) => share == 0 ? 0 : -share * Math.Log2(share);
}
