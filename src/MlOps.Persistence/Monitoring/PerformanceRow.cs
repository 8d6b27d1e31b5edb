using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>A row of mlops_performance.</summary>
internal sealed record PerformanceRow(
    string? SegmentName,
    string SegmentKind,
    long Scored,
    double? Accuracy,
    double? Precision,
    double? Recall,
    double? F1,
    double? Auc,
    double? Brier,
    double? LogLoss,
    long Errors,
    double? MeanAbsoluteError,
    double? RootMeanSquareError,
    double? MeanError,
    long Intervals,
    double? Coverage)
{
    /// <summary>The segment of a feature. Null for all predictions.</summary>
    public PredictionSegment? FindSegment(string? feature) => SegmentKind switch
    {
        "named" => PredictionSegment.Named(feature!, SegmentName!),
        "missing" => PredictionSegment.Missing(feature!),
        "others" => PredictionSegment.Others(feature!),
        _ => null,
    };

    public static Task<List<PerformanceRow>> ListAsync(
        MlOpsDbContext context, ServiceMonitor monitor, TimeWindow window, string? segment, CancellationToken cancellationToken) =>
        context.QuerySql<PerformanceRow>(
            $"""
            SELECT segment_name AS "SegmentName", segment_kind AS "SegmentKind", scored AS "Scored", accuracy AS "Accuracy",
                "precision" AS "Precision", recall AS "Recall", f1 AS "F1", auc AS "Auc", brier AS "Brier", log_loss AS "LogLoss",
                errors AS "Errors", mean_absolute_error AS "MeanAbsoluteError", root_mean_square_error AS "RootMeanSquareError",
                mean_error AS "MeanError", intervals AS "Intervals", coverage AS "Coverage"
            FROM mlops_performance(
                {monitor.ServiceName}, {window.Start}, {window.End}, {monitor.DecisionThreshold}, {monitor.PositiveLabel},
                {segment}::text, {monitor.SegmentCap})
            """).ToListAsync(cancellationToken);

    /// <summary>What is defined, by the names that the columns of the function have, with the number of predictions behind it.</summary>
    public IEnumerable<(string Metric, double? Value, long Count)> List() =>
    [
        ("accuracy", Accuracy, Scored), ("precision", Precision, Scored), ("recall", Recall, Scored), ("f1", F1, Scored),
        ("auc", Auc, Scored), ("brier", Brier, Scored), ("log_loss", LogLoss, Scored),
        ("mean_absolute_error", MeanAbsoluteError, Errors), ("root_mean_square_error", RootMeanSquareError, Errors),
        ("mean_error", MeanError, Errors), ("coverage", Coverage, Intervals),
    ];
}
