using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Governance;

namespace MlOps.Persistence.Alerts;

/// <summary>The score of each table, by the latest results of its checks.</summary>
internal sealed class QualityMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.QualityScore;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var scores = await new DataQualityRepository(context).StreamScoresAsync()
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return scores.Count == 0
            ?
            [
                Measured.Missing(
                    "",
                    "No check of data quality has a result. The job 'check quality' makes some each day; 'mlops run' runs it. " +
                    "DataQualityRepository.EvaluateAsync makes those of your own."),
            ]
            : [.. scores.Select(table => Measured.Of(
                table.TableName, table.Score, DataQualityAlerts.Describe(table), DataQualityAlerts.Remedy))];
    }
}
