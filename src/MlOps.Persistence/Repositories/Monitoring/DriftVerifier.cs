using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Performance;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Computes a stored result again, and says whether it is equal.</summary>
internal sealed class DriftVerifier(MlOpsDbContext context, DriftMetricRepository metrics)
{
    // Several processes of the server add numbers in an order that differs from one time to the next.
    private const double Tolerance = 1e-9;
    private const double Rounding = 1e-15;

    public async Task<DriftVerification> VerifyAsync(DriftMetric metric, CancellationToken cancellationToken)
    {
        if (metric.Evidence is { } compared && AttributionComparison.FindMethod(metric) is { } method)
            return await VerifyAsync(metric, compared, method, cancellationToken).ConfigureAwait(false);

        if (metric.Evidence is not { } evidence || metric.FeatureName is not { } feature)
            return NotReproducible(metric, "It does not say which predictions it compared. Another tool computed it.");

        var isOfSketches = CountDrift.Methods.Contains(metric.MethodId) && metric.MonitoringRunId is not null;
        if (isOfSketches && metric.SegmentKind == SegmentKind.Others)
            return NotReproducible(metric, "It is about all segments but those that its monitor names. Compare these.");

        if (isOfSketches && await IsBesideBaselineAsync(metric, cancellationToken).ConfigureAwait(false))
            return NotReproducible(metric, "It was compared with the baseline of a version, of which only counts are stored.");

        FeatureDrift? now;
        try
        {
            now = (await metrics.CompareAsync(Ask(metric, evidence, feature, isOfSketches), cancellationToken).ConfigureAwait(false))
                .SingleOrDefault(drift => (drift.Evidence.Segment?.Kind, drift.Evidence.Segment?.Name)
                    == (metric.SegmentKind, metric.SegmentName));
            if (now is not null && isOfSketches)
                now = FixedBinDrift.Restore(metric, now);
        }
        catch (ArgumentException e) when (e.InnerException is PostgresException refusal)
        {
            return NotReproducible(metric, refusal.MessageText);
        }

        return await CompareAsync(metric, evidence, now, cancellationToken).ConfigureAwait(false);
    }

    private Task<bool> IsBesideBaselineAsync(DriftMetric metric, CancellationToken cancellationToken) =>
        context.MonitoringRuns.AnyAsync(
            run => run.Id == metric.MonitoringRunId && run.Monitor!.ReferenceKind == MonitorReferenceKind.Baseline, cancellationToken);

    private async Task<DriftVerification> VerifyAsync(
        DriftMetric metric, DriftEvidence evidence, string method, CancellationToken cancellationToken)
    {
        var question = Ask(metric, evidence, method);
        var now = (await AttributionComparison.ListAsync(
            context, evidence.ServiceName, question.Reference, question.Current, 1, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(found => found.Method == method);
        return await CompareAsync(
            metric,
            evidence,
            new FeatureDrift(
                method,
                now?.Measurement ?? new DriftMeasurement(metric.MethodId, null, 0, 0),
                now?.Evidence ?? new DriftEvidence(evidence.ServiceName, 0, 0)),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<DriftVerification> CompareAsync(
        DriftMetric metric, DriftEvidence evidence, FeatureDrift? now, CancellationToken cancellationToken)
    {
        if (now is null || now.Evidence != evidence)
        {
            var reason = await ExplainChangeAsync(metric, now, cancellationToken).ConfigureAwait(false);
            return new(metric, DriftVerdict.RowsChanged, reason, now);
        }

        return IsEqual(metric, now.Measurement)
            ? new(metric, DriftVerdict.Equal, $"The same predictions gave {Show(metric.Statistic)} again.", now)
            : NotReproducible(
                metric,
                $"The same predictions gave {Show(now.Measurement.Statistic)} in place of {Show(metric.Statistic)}, or other counts. " +
                "The stored result was changed, or the method was.",
                now);
    }

    private static DriftQuestion Ask(DriftMetric metric, DriftEvidence evidence, string feature, bool isOfSketches = false) => new(
        evidence.ServiceName,
        new TimeWindow(metric.ReferenceStart, metric.ReferenceEnd),
        new TimeWindow(metric.CurrentStart, metric.CurrentEnd))
    {
        Method = DriftMethods.NeedsNames(metric.MethodId) ? DriftMethods.PsiCategories : metric.MethodId,
        Features = [feature],
        Edges = DriftMethods.NeedsEdges(metric.MethodId) ? metric.BinEdges : null,
        SegmentFeature = evidence.Segment?.Feature,
        SegmentCap = isOfSketches ? ServiceMonitor.MaxSegmentCap : evidence.Segment?.Cap ?? 1,
    };

    private static bool IsEqual(DriftMetric metric, DriftMeasurement now) =>
        IsNear(metric.Statistic, now.Statistic)
        && IsNear(metric.PValue, now.PValue)
        && (metric.ReferenceSize, metric.CurrentSize) == (now.ReferenceSize, now.CurrentSize)
        && AreSame(metric.BinEdges, now.Counts?.Bins?.Edges)
        && AreSame(metric.Categories, now.Counts?.Categories)
        && AreSame(metric.ReferenceCounts, now.Counts?.Reference)
        && AreSame(metric.CurrentCounts, now.Counts?.Current);

    private static bool IsNear(double? stored, double? now) =>
        stored is { } one && now is { } other ? IsNear(one, other) : stored == now;

    private static bool IsNear(double one, double other) =>
        Math.Abs(one - other) <= Rounding + (Tolerance * Math.Max(Math.Abs(one), Math.Abs(other)));

    private static bool AreSame<T>(IReadOnlyList<T>? stored, IReadOnlyList<T>? now) =>
        stored is null ? now is null : now is not null && stored.SequenceEqual(now);

    private async Task<string> ExplainChangeAsync(DriftMetric metric, FeatureDrift? now, CancellationToken cancellationToken)
    {
        if (now is null)
            return $"The segment is no longer one of the {metric.SegmentCap} largest, or has no predictions.";

        List<string> reasons =
        [
            Compare("reference", metric.ReferenceSize, now.Measurement.ReferenceSize, now.Evidence.ReferenceHash == metric.ReferenceHash),
            Compare("current data", metric.CurrentSize, now.Measurement.CurrentSize, now.Evidence.CurrentHash == metric.CurrentHash),
            .. await ListMissingSlicesAsync(metric, cancellationToken).ConfigureAwait(false),
            $"The statistic is {Show(now.Measurement.Statistic)} now, and was {Show(metric.Statistic)}.",
        ];
        if (await CountAgainAsync(metric, cancellationToken).ConfigureAwait(false) is { } counted)
            reasons.Add($"The stored counts {(IsNear(metric.Statistic, counted) ? "still give" : "do not give")} the stored statistic.");

        return string.Join(' ', reasons.Where(reason => reason.Length > 0));
    }

    private static string Compare(string side, long then, long now, bool isSame) =>
        isSame ? ""
        : now == then ? string.Create(CultureInfo.InvariantCulture, $"Some of the {then:N0} values of the {side} are others now.")
        : string.Create(CultureInfo.InvariantCulture, $"The {side} had {then:N0} values, and has {now:N0} now.");

    private async Task<IEnumerable<string>> ListMissingSlicesAsync(DriftMetric metric, CancellationToken cancellationToken)
    {
        var reference = await GonePredictions.ListAsync(
            context, new TimeWindow(metric.ReferenceStart, metric.ReferenceEnd), cancellationToken).ConfigureAwait(false);
        var current = await GonePredictions.ListAsync(
            context, new TimeWindow(metric.CurrentStart, metric.CurrentEnd), cancellationToken).ConfigureAwait(false);
        var slices = reference.Concat(current).DistinctBy(slice => slice.Name).OrderBy(slice => slice.StartsAt);
        return slices.Select(slice =>
            $"The slice {slice.Name} was detached or dropped before {slice.GoneAt!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC.");
    }

    // The counts outlive the predictions. They give the statistic of all methods that have them.
    private async Task<double?> CountAgainAsync(DriftMetric metric, CancellationToken cancellationToken) =>
        metric.ReferenceCounts is not { } reference || metric.CurrentCounts is not { } current
            || metric.MethodId is DriftMethods.KsExact or DriftMethods.KsAsymp or DriftMethods.MeanDifference
            || metric.MethodId.StartsWith(DriftMethods.Wasserstein, StringComparison.Ordinal)
            ? null
            : await context.QuerySql<double?>(
                $"""SELECT statistic AS "Value" FROM mlops_compare_counts({metric.MethodId}, {reference}, {current})""")
                .SingleAsync(cancellationToken).ConfigureAwait(false);

    private static DriftVerification NotReproducible(DriftMetric metric, string reason, FeatureDrift? now = null) =>
        new(metric, DriftVerdict.NotReproducible, reason, now);

    private static string Show(double? statistic) => statistic?.ToString("R", CultureInfo.InvariantCulture) ?? "no number";
}
