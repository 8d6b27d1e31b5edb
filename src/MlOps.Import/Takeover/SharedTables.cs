using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Telemetry;
using MlOps.Import.Tables;
using MlOps.Persistence;
using MlOps.Postgres;

namespace MlOps.Import.Takeover;

/// <summary>
/// The tables of ours whose rows a person or an application writes, and which old tables could have: those that the import fills, and
/// those that an application has added to the model. The others hold what MlOps knows about itself.
/// </summary>
internal static class SharedTables
{
    // The import fills these too, but after the switch the jobs of MlOps do.
    private static readonly HashSet<Type> FilledByJobs =
    [
        typeof(CapacityForecast), typeof(DataQualityCheck), typeof(DriftMetric), typeof(MonitoringRun), typeof(PerformanceMetric),
        typeof(ResourceSample),
    ];

    public static HashSet<string> List(MlOpsDbContext context)
    {
        var imported = ImportTables.All.Select(mapping => mapping.EntityType).Except(FilledByJobs).ToHashSet();
        var own = new[] { typeof(Entity).Assembly, typeof(MlOpsDbContext).Assembly, typeof(SliceRecord).Assembly };
        return
        [
            .. context.Model.GetEntityTypes()
                .Where(type => imported.Contains(type.ClrType) || !own.Contains(type.ClrType.Assembly))
                .Select(type => type.GetTableName()).OfType<string>(),
        ];
    }
}
