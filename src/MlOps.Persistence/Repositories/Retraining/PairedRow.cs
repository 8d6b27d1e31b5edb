using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics.Performance;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>A row of mlops_paired: all predictions of a champion, or those of a segment.</summary>
internal sealed record PairedRow(
    string? SegmentName,
    string SegmentKind,
    long Predictions,
    long Labelled,
    long Answered,
    long Scored,
    long Paired,
    long[] Counts,
    double[]? Brier,
    double[]? LogLoss,
    double[]? Absolute,
    double[]? Squared,
    double[]? Auc,
    long RowsHash)
{
    private static readonly PairedRow None = new(null, "all", 0, 0, 0, 0, 0, new long[8], null, null, null, null, null, 0);

    /// <summary>Reads those of all predictions, and those of each segment.</summary>
    public static async Task<(PairedRow All, List<SegmentOutcomes> Segments)> ReadAsync(
        MlOpsDbContext context,
        Guid champion,
        Guid challenger,
        TimeWindow window,
        GateThresholds thresholds,
        CancellationToken cancellationToken)
    {
        var rows = await context.QuerySql<PairedRow>(
            $"""
            SELECT segment_name AS "SegmentName", segment_kind AS "SegmentKind", predictions AS "Predictions", labelled AS "Labelled",
                answered AS "Answered", scored AS "Scored", paired AS "Paired", counts AS "Counts", brier AS "Brier", log_loss AS "LogLoss", absolute AS "Absolute",
                squared AS "Squared", auc AS "Auc", rows_hash AS "RowsHash"
            FROM mlops_paired(
                {champion}, {challenger}, {window.Start}, {window.End}, {thresholds.DecisionThreshold}, {thresholds.PositiveLabel},
                {thresholds.SegmentFeature}::text, {thresholds.SegmentCap})
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return (rows.Find(row => row.SegmentKind == "all") ?? None, [.. rows.Select(row => row.FindSegment()).OfType<SegmentOutcomes>()]);
    }

    public PairedOutcomes ToOutcomes() => new()
    {
        Paired = Paired,
        Counts = new PairedCounts(Counts),
        Brier = ToMoments(Brier),
        LogLoss = ToMoments(LogLoss),
        Absolute = ToMoments(Absolute),
        Squared = ToMoments(Squared),
        Auc = Auc is null ? null : new PairedAuc
        {
            Positives = (long)Auc[0],
            Negatives = (long)Auc[1],
            Champion = Auc[2],
            Challenger = Auc[3],
            VarianceOfDifference = Auc[4],
        },
    };

    private static PairedMoments? ToMoments(double[]? moments) => moments is null ? null : new PairedMoments
    {
        Count = (long)moments[0],
        ChampionMean = moments[1],
        ChallengerMean = moments[2],
        ChampionVariance = moments[3],
        ChallengerVariance = moments[4],
        Covariance = moments[5],
    };

    private SegmentOutcomes? FindSegment() => SegmentKind switch
    {
        "named" => Segment(Domain.Statistics.Performance.SegmentKind.Named),
        "missing" => Segment(Domain.Statistics.Performance.SegmentKind.Missing),
        "others" => Segment(Domain.Statistics.Performance.SegmentKind.Others),
        _ => null,
    };

    private SegmentOutcomes Segment(SegmentKind kind) => new() { Kind = kind, Name = SegmentName, Outcomes = ToOutcomes() };
}
