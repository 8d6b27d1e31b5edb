using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// Records many late labels by the rules of <see cref="Prediction.RecordLabel"/>, with one statement for each slice of predictions.
/// </summary>
internal static class BulkLabel
{
    // Limits the size of a statement's parameters, and the time for which it locks rows.
    private const int ChunkSize = 10_000;

    /// <summary>Records a stream of any length. Only refused labels stay in memory.</summary>
    public static async Task<BulkLabelResult> RunAsync(
        MlOpsDbContext context, IAsyncEnumerable<Label> labels, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var result = BulkLabelResult.None;
        await foreach (var chunk in labels.Chunk(ChunkSize).WithCancellation(cancellationToken).ConfigureAwait(false))
            result = result.Plus(await RunAsync(context, chunk, cancellationToken).ConfigureAwait(false));

        return result;
    }

    public static async Task<BulkLabelResult> RunAsync(
        MlOpsDbContext context, IEnumerable<Label> labels, CancellationToken cancellationToken)
    {
        var result = BulkLabelResult.None;
        var (first, refused) = TakeFirstOfEach(labels);
        // All writers lock rows in the order of their ids, so that two writers never wait for each other.
        foreach (var chunk in first.OrderBy(label => label.PredictionId).Chunk(ChunkSize))
            result = result.Plus(await RecordAsync(context, chunk, cancellationToken).ConfigureAwait(false));

        return result.Plus(new BulkLabelResult(0, 0, refused));
    }

    private static (List<Label> First, List<LabelRefusal> Refused) TakeFirstOfEach(IEnumerable<Label> labels)
    {
        var first = new Dictionary<Guid, Label>();
        var refused = new List<LabelRefusal>();
        foreach (var label in labels)
        {
            ArgumentNullException.ThrowIfNull(label, nameof(labels));
            if (!first.TryAdd(label.PredictionId, label) && first[label.PredictionId].ActualValue != label.ActualValue)
                refused.Add(DescribeContradiction(label, first[label.PredictionId].ActualValue));
        }

        return ([.. first.Values], refused);
    }

    // The server computes the error, which may be too large for a double, and checks the constraints of the application. It does
    // not say which row it refused.
    private static async Task<BulkLabelResult> RecordAsync(
        MlOpsDbContext context, Label[] labels, CancellationToken cancellationToken)
    {
        var result = BulkLabelResult.None;
        await Bisection.RunAsync(
            labels,
            async part => result = result.Plus(await context.InTransactionAsync(
                () => UpdateAsync(context, part, isAgain: false, cancellationToken), cancellationToken).ConfigureAwait(false)),
            e => DatabaseRefusal.FindCause(e) == RefusalCause.Row,
            (label, e) =>
            {
                result = result.Plus(new BulkLabelResult(0, 0, [new LabelRefusal(label, Describe(e))]));
                return Task.CompletedTask;
            }).ConfigureAwait(false);
        return result;
    }

    private static async Task<BulkLabelResult> UpdateAsync(
        MlOpsDbContext context, IReadOnlyList<Label> labels, bool isAgain, CancellationToken cancellationToken)
    {
        var recordedNow = await LabelSql.RecordAsync(context, labels, cancellationToken).ConfigureAwait(false);
        if (recordedNow.Count == labels.Count)
            return new BulkLabelResult(labels.Count, 0, []);

        var recorded = recordedNow.ToHashSet();
        var others = labels.Where(label => !recorded.Contains(label.PredictionId)).ToList();
        var ids = others.ConvertAll(label => label.PredictionId);
        var (low, high) = (ids[0], ids[^1]);
        var stored = await context.Predictions.AsNoTracking()
            .Where(prediction => ids.Contains(prediction.Id) && prediction.Id >= low && prediction.Id <= high)
            .Select(prediction => new { prediction.Id, prediction.ActualValue, prediction.SupersededLabels })
            .ToDictionaryAsync(prediction => prediction.Id, cancellationToken).ConfigureAwait(false);

        var late = new List<Label>();
        var refused = new List<LabelRefusal>();
        refused.AddRange(await RefuseOrphansAsync(
            context, [.. others.Where(label => !stored.ContainsKey(label.PredictionId))], cancellationToken).ConfigureAwait(false));
        foreach (var label in others)
        {
            if (!stored.TryGetValue(label.PredictionId, out var prediction))
                continue;

            if (prediction.ActualValue is null && !isAgain)
                late.Add(label);
            else if (prediction.ActualValue is null)
                refused.Add(new LabelRefusal(label, $"Prediction {label.PredictionId} has no label, and the server did not change it."));
            else if (prediction.ActualValue != label.ActualValue && !IsCorrected(label, prediction.SupersededLabels))
                refused.Add(DescribeContradiction(label, prediction.ActualValue));
        }

        var result = new BulkLabelResult(recorded.Count, others.Count - refused.Count - late.Count, refused);
        // Another writer has stored these predictions since the first attempt.
        return late.Count == 0
            ? result
            : result.Plus(await UpdateAsync(context, [.. late], isAgain: true, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<IEnumerable<LabelRefusal>> RefuseOrphansAsync(
        MlOpsDbContext context, List<Label> labels, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> gone = new Dictionary<string, string>();
        var slice = context.Model.FindEntityType(typeof(Prediction))!.FindSlice();
        if (slice is not null && labels.Count > 0)
        {
            var slices = new GoneSlices(context);
            gone = await slices.DescribeAsync(
                slice.Root,
                await slices.FindAsync(slice.Root, labels.Select(FindSlice).OfType<Slice>(), cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
        }

        return labels.Select(label => FindSlice(label)?.Suffix is { } name && gone.TryGetValue(name, out var fate)
            ? new LabelRefusal(label, $"There is no prediction {label.PredictionId} to label any more: its slice {name} {fate}.")
            : new LabelRefusal(label, $"There is no prediction {label.PredictionId}.") { IsEarly = true });

        Slice? FindSlice(Label label) => slice is null ? null : Slice.OfId(label.PredictionId, slice.Interval);
    }

    private static string Describe(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.NumericValueOutOfRange } overflow
            ? $"The error would be too large for a number: {overflow.MessageText}."
            : DatabaseRefusal.Describe(error);

    // The label was recorded and corrected since. The same message may arrive twice without harm.
    private static bool IsCorrected(Label label, IReadOnlyList<SupersededLabel>? superseded) =>
        superseded?.Any(old => old.ActualValue == label.ActualValue && old.LabelledAt == label.At) ?? false;

    private static LabelRefusal DescribeContradiction(Label label, double? recorded) => new(label, string.Create(
        CultureInfo.InvariantCulture,
        $"Prediction {label.PredictionId} is labelled {recorded:R} and cannot be labelled {label.ActualValue:R}. " +
        $"If the first label was wrong, correct it with a reason."));
}
