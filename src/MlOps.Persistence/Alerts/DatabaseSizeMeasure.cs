using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>The size of the database, with the rows of all tenants.</summary>
internal sealed class DatabaseSizeMeasure : IAlertMeasure
{
    public string Metric => AlertMetrics.DatabaseBytes;

    public async Task<IReadOnlyList<Measured>> MeasureAsync(
        MlOpsDbContext context, AlertRule rule, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var bytes = await context.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"")
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        return
        [
            Measured.Of(
                "",
                bytes,
                $"The database has {Shown.Number(bytes / 1e9)} GB.",
                "Delete or detach slices of old months, by retention policies or by hand; ml_slices lists them."),
        ];
    }
}
