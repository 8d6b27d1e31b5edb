using System.Data;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Monitoring;

/// <summary>Evaluates a window of a monitor. All of it is read in one snapshot of the database, and nothing is stored.</summary>
internal sealed class WindowEvaluation(MlOpsDbContext context, ServiceMonitor monitor, DateTimeOffset windowEnd)
{
    private readonly TimeWindow _window = monitor.FindWindow(windowEnd);
    private readonly DriftMetricRepository _drift = new(context);
    private readonly List<UnjudgedFeature> _unjudged = [];

    /// <returns>What was found. Null if the newest revision of the window has read the same.</returns>
    public Task<EvaluatedWindow?> RunAsync(ReportFiles? files, DateTimeOffset at, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                var newest = await FindNewestAsync(cancellationToken).ConfigureAwait(false);
                var state = await WindowState.ReadAsync(context, monitor, _window, cancellationToken).ConfigureAwait(false);
                var (referenceHash, binsHash) = await HashReferenceAsync(cancellationToken).ConfigureAwait(false);
                var hashes = new WindowHashes(state.RowsHash, state.LabelsHash, referenceHash ^ binsHash);
                if (newest?.Hashes == hashes)
                    return null;

                var found = state.Predictions >= monitor.MinSample
                    ? await CompareAsync(hashes with { ReferenceHash = referenceHash }, cancellationToken).ConfigureAwait(false)
                    : [];
                var performance = new WindowPerformance(context, monitor, _window);
                await performance.ReadAsync(state.Labelled, cancellationToken).ConfigureAwait(false);
                var attributions = await new WindowAttributions(context, monitor, _window)
                    .CompareAsync(_unjudged, cancellationToken).ConfigureAwait(false);
                var revision = (newest?.Revision ?? 0) + 1;
                var findings = Sum(state, found, files?.FindPaths(monitor, windowEnd, revision));
                var run = MonitoringRun.Record(monitor, windowEnd, revision, findings, (int)state.Labelled, hashes, at);
                return new EvaluatedWindow(
                    monitor,
                    run,
                    [.. found.Select(drift => Measure(drift, run, at)), .. attributions.Record(run, at)],
                    _unjudged,
                    performance.Record(run, at));
            },
            cancellationToken,
            IsolationLevel.RepeatableRead);

    private Task<MonitoringRun?> FindNewestAsync(CancellationToken cancellationToken)
    {
        var nextSecond = windowEnd.AddSeconds(1);
        return context.MonitoringRuns.AsNoTracking()
            .Where(run => run.MonitorId == monitor.Id && run.Timestamp >= windowEnd && run.Timestamp < nextSecond)
            .OrderByDescending(run => run.Timestamp)
            .FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<(long RowsHash, long BinsHash)> HashReferenceAsync(CancellationToken cancellationToken)
    {
        // A baseline never changes.
        if (monitor.ReferenceKind == MonitorReferenceKind.Baseline)
            return (0, 0);

        var reference = monitor.Reference.FindFor(_window);
        var state = await WindowState.ReadAsync(context, monitor, reference, cancellationToken).ConfigureAwait(false);
        if (!monitor.NeedsCounts)
            return (state.RowsHash, 0);

        // Bins of a later reference are not used for this window.
        var bins = await new MonitorBins(context, monitor).ListAsync(cancellationToken).ConfigureAwait(false);
        return (state.RowsHash, MonitorBins.HashOf(bins.Where(row => row.ReferenceEnd <= reference.End)));
    }

    private async Task<List<JudgedDrift>> CompareAsync(WindowHashes hashes, CancellationToken cancellationToken)
    {
        var watched = await WatchedFeatures.FindAsync(context, monitor, _window, cancellationToken).ConfigureAwait(false);
        _unjudged.AddRange(watched.WithoutRule);
        var found = new List<JudgedDrift>();
        if (watched.ByRule.Any(rule => monitor.IsCounted(rule.Key)))
        {
            var counted = new CountedComparison(context, monitor, _window);
            foreach (var (drift, rule) in await counted.CompareAsync(watched, hashes, _unjudged, cancellationToken).ConfigureAwait(false))
                found.AddRange(Judge([drift], Ask(rule.Method), _ => rule));
        }

        // One question for all features that are compared in the same way. The database reads the rows once for each question.
        foreach (var rules in watched.ByRule
            .Where(rule => !monitor.IsCounted(rule.Key))
            .GroupBy(rule => (rule.Key.Method, Edges: string.Join(' ', rule.Key.Edges ?? []))))
        {
            var ruleOf = rules
                .SelectMany(features => features.Select(feature => (Feature: feature, Rule: features.Key)))
                .ToDictionary(pair => pair.Feature, pair => pair.Rule, StringComparer.Ordinal);
            var question = Ask(rules.Key.Method) with
            {
                Features = [.. ruleOf.Keys],
                Edges = rules.First().Key.Edges,
                SegmentCap = monitor.SegmentCap,
            };
            found.AddRange(await AskAsync(question, ruleOf, cancellationToken).ConfigureAwait(false));
            if (monitor.SegmentFeature is { } segment)
                found.AddRange(await AskAsync(question with { SegmentFeature = segment }, ruleOf, cancellationToken).ConfigureAwait(false));
        }

        return found;
    }

    private DriftQuestion Ask(string method) =>
        new(monitor.ServiceName, monitor.Reference.FindFor(_window), _window) { Method = method };

    private async Task<List<JudgedDrift>> AskAsync(
        DriftQuestion question, Dictionary<string, MonitorRule> ruleOf, CancellationToken cancellationToken)
    {
        var found = await _drift.CompareAsync(question, cancellationToken).ConfigureAwait(false);
        return Judge(found, question, feature => ruleOf[feature]);
    }

    private List<JudgedDrift> Judge(IEnumerable<FeatureDrift> found, DriftQuestion question, Func<string, MonitorRule> findRule)
    {
        var judged = new List<JudgedDrift>();
        foreach (var drift in found)
        {
            if (FindReasonNotToJudge(drift) is { } reason)
                _unjudged.Add(new UnjudgedFeature(drift.FeatureName, drift.Evidence.Segment?.Name, reason));
            else
                judged.Add(new JudgedDrift(drift, question, findRule(drift.FeatureName).Threshold));
        }

        return judged;
    }

    private string? FindReasonNotToJudge(FeatureDrift drift)
    {
        var (reference, current) = (drift.Measurement.ReferenceSize, drift.Measurement.CurrentSize);
        return reference < monitor.MinSample || current < monitor.MinSample
            ? $"The reference has {reference} values and the window {current}, and each needs {monitor.MinSample}."
            : drift.Measurement.Statistic is null ? "The values do not define the statistic." : null;
    }

    private MonitoringFindings Sum(WindowState state, List<JudgedDrift> found, (string Summary, string Report)? paths)
    {
        var features = found.Where(drift => drift.Drift.Evidence.Segment is null).ToList();
        var drifted = features.Count(drift => drift.Level != AlertLevel.None);
        return new MonitoringFindings
        {
            NumPredictions = checked((int)state.Predictions),
            PositiveRate = state.PositiveRate,
            ProbabilityMean = state.ProbabilityMean,
            ProbabilityStd = state.ProbabilityStd,
            Entropy = state.Entropy,
            NumDriftedFeatures = drifted,
            FeatureDriftRatio = features.Count == 0 ? 0 : (double)drifted / features.Count,
            DatasetDriftDetected = monitor.IsDatasetDrift(drifted, features.Count),
            DriftSummaryRef = paths?.Summary,
            DriftReportRef = paths?.Report,
        };
    }

    private DriftMetric Measure(JudgedDrift judged, MonitoringRun run, DateTimeOffset at) => DriftMetric.Measure(
        monitor.ModelName,
        judged.Drift.FeatureName,
        DriftKind.Data,
        DriftResult.From(judged.Drift.Measurement, judged.Drift.Evidence),
        judged.Threshold,
        new DriftSample(judged.Question.Reference, judged.Drift.Measurement.ReferenceSize),
        new DriftSample(judged.Question.Current, judged.Drift.Measurement.CurrentSize),
        at,
        monitoringRunId: run.Id);
}
