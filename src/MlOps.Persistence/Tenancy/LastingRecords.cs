using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// Tables of which a retention policy never deletes a row: the audit log, and what models, decisions and settings rest on. A login of an
/// application may write policies, and the owner carries them out.
/// </summary>
internal static class LastingRecords
{
    private static readonly HashSet<Type> Passing =
    [
        typeof(PerformanceMetric), typeof(HealthSnapshot), typeof(JobRun), typeof(DeadLetter), typeof(DataQualityResult),
    ];

    /// <summary>Whether a table has such records. Tables of an application's own entities have not.</summary>
    public static bool Include(IEntityType entity) => entity.ClrType == typeof(AuditEntry)
        || (entity.FindSlice() is null && entity.ClrType.Assembly == typeof(Entity).Assembly && !Passing.Contains(entity.ClrType));
}
