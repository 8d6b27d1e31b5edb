using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Performance;

namespace MlOps.Persistence.Tests.Monitoring.Expectations;

/// <summary>The performance of a window, computed from the predictions in memory.</summary>
internal sealed class ExpectedPerformance(ServiceMonitor monitor, KnownPredictions known, TimeWindow window)
{
    private readonly List<KnownPrediction> _rows = known.List(window);

    public void AddTo(Facts facts)
    {
        var (versions, parts) = (
            KnownSegment.Largest("model_version", Scored(), monitor.SegmentCap),
            KnownSegment.Largest(monitor.SegmentFeature!, Scored(), monitor.SegmentCap));
        if (_rows.Count(row => Label(row) is not null) >= monitor.MinSample)
        {
            foreach (var segment in versions.Concat(parts).Prepend(KnownSegment.All))
                AddMeasured(facts, segment);
        }

        foreach (var segment in versions.Prepend(KnownSegment.All))
            AddEstimate(facts, segment);
    }

    private IEnumerable<KnownPrediction> Scored() => _rows.Where(row => row.Probability is not null);

    private double? Label(KnownPrediction row) => row.FindLabel(known.Time);

    private void AddMeasured(Facts facts, KnownSegment segment)
    {
        var rows = _rows.Where(row => segment.Holds(row)).ToList();
        var scores = ClassifierPerformance.Measure(
            rows.Select(row => ((double?)row.Score, Label(row) is { } label ? label == monitor.PositiveLabel : (bool?)null)),
            monitor.DecisionThreshold);
        Add("accuracy", scores.Accuracy, scores.Count);
        Add("precision", scores.Precision, scores.Count);
        Add("recall", scores.Recall, scores.Count);
        Add("f1", scores.F1, scores.Count);
        Add("auc", scores.Auc, scores.Count);
        Add("brier", scores.Brier, scores.Count);
        Add("log_loss", scores.LogLoss, scores.Count);
        var errors = RegressorPerformance.Measure(rows.Select(row => ((double?)row.Score, Label(row))));
        Add("mean_absolute_error", errors.MeanAbsoluteError, errors.Count);
        Add("root_mean_square_error", errors.RootMeanSquareError, errors.Count);
        Add("mean_error", errors.MeanError, errors.Count);
        var intervals = IntervalCoverage.Measure(rows.Select(row => (row.Interval, Label(row))));
        Add("coverage", intervals.Share, intervals.Count);

        void Add(string metric, double? value, long count) => AddIfEnough(facts, $"{metric} {segment}", value, count);
    }

    private void AddEstimate(Facts facts, KnownSegment segment)
    {
        List<double> scores = [.. Scored().Where(row => segment.Holds(row)).Select(row => row.Score)];
        List<double> found = [.. scores.Where(score => score >= monitor.DecisionThreshold)];
        var (hits, all) = (found.Sum(), scores.Sum());
        var wrong = found.Count - hits + all - hits;
        Add("accuracy", 1 - (wrong / scores.Count));
        Add("precision", found.Count == 0 ? null : hits / found.Count);
        Add("recall", all == 0 ? null : hits / all);
        Add("f1", found.Count + all == 0 ? null : 2 * hits / (found.Count + all));
        Add("brier", scores.Count == 0 ? null : scores.Average(score => score * (1 - score)));

        void Add(string metric, double? value) => AddIfEnough(facts, $"estimated {metric} {segment}", value, scores.Count);
    }

    private void AddIfEnough(Facts facts, string what, double? value, long count)
    {
        if (value is null || count < monitor.MinSample)
            return;

        facts.Add(what, value);
        facts.Add($"{what} count", count);
    }
}
