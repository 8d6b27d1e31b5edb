using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>A row of mlops_unpaired: the predictions that one of two versions made, all of them or those of a segment.</summary>
internal sealed record UnpairedRow(
    string? SegmentName,
    string SegmentKind,
    bool OfOther,
    long Predictions,
    long Labelled,
    long Answered,
    long TruePositives,
    long FalsePositives,
    long FalseNegatives,
    long TrueNegatives,
    double[]? Brier,
    double[]? LogLoss,
    double[]? Absolute,
    double[]? Squared,
    double[]? Auc)
{
    public static Task<List<UnpairedRow>> ListAsync(
        MlOpsDbContext context,
        Guid version,
        Guid other,
        ComparisonQuestion question,
        string? feature,
        CancellationToken cancellationToken)
    {
        var (window, terms) = (question.Window, question.Terms);
        return context.QuerySql<UnpairedRow>(
            $"""
            SELECT segment_name AS "SegmentName", segment_kind AS "SegmentKind", of_other AS "OfOther", predictions AS "Predictions",
                labelled AS "Labelled", answered AS "Answered", true_positives AS "TruePositives", false_positives AS "FalsePositives",
                false_negatives AS "FalseNegatives", true_negatives AS "TrueNegatives", brier AS "Brier", log_loss AS "LogLoss",
                absolute AS "Absolute", squared AS "Squared", auc AS "Auc"
            FROM mlops_unpaired(
                {version}, {other}, {window.Start}, {window.End}, {terms.DecisionThreshold}, {terms.PositiveLabel}, {feature}::text,
                {terms.SegmentCap})
            """).ToListAsync(cancellationToken);
    }

    public OwnOutcomes ToOutcomes() => new()
    {
        Predictions = Predictions,
        Labelled = Labelled,
        Answered = Answered,
        TruePositives = TruePositives,
        FalsePositives = FalsePositives,
        FalseNegatives = FalseNegatives,
        TrueNegatives = TrueNegatives,
        Brier = ToMoments(Brier),
        LogLoss = ToMoments(LogLoss),
        Absolute = ToMoments(Absolute),
        Squared = ToMoments(Squared),
        Auc = Auc is null
            ? null : new OwnAuc { Positives = (long)Auc[0], Negatives = (long)Auc[1], Value = Auc[2], Variance = Auc[3] },
    };

    private static Moments ToMoments(double[]? moments) =>
        moments is null ? default : new((long)moments[0], moments[1], moments[2]);
}
