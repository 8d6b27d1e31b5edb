using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>A row for every table of the governance, with every property set.</summary>
internal static class GovernancePopulation
{
    public static IReadOnlyList<Entity> Create(Guid tenantId)
    {
        var run = JobRun.Start("retention", Sample.Noon, Sample.Hostile);
        run.Succeed(Sample.Noon.AddSeconds(1), Json.Parse("""{"rows": 1}"""));
        var failed = JobRun.Start("retention", Sample.Noon);
        failed.Fail(Sample.Hostile, Sample.Noon);
        var writer = WriterReport.Begin(Sample.Hostile, 4711, Sample.Noon, Sample.Hostile);
        writer.Renew(
            new WriterActivity
            {
                QueueLength = 1,
                OldestAge = TimeSpan.FromSeconds(1),
                JournalBytes = long.MaxValue,
                FlushLatency = TimeSpan.FromMilliseconds(1),
                Stored = 2,
                DeadLettered = 3,
                LastError = Sample.Hostile,
                LastErrorAt = Sample.Noon,
            },
            Sample.Noon.AddSeconds(10));
        writer.Stop(Sample.Noon.AddSeconds(10));
        var policy = RetentionPolicy.Define("ml_dead_letters", 90, RetentionAction.Archive, Sample.Noon);
        policy.Disable(Sample.Noon.AddHours(1));
        var check =
            DataQualityCheck.Define("confidence is there", DataQualityKind.Completeness, "ml_predictions", Sample.Hostile, Sample.Noon);
        var window = new TimeWindow(Sample.Noon.AddDays(-1), Sample.Noon);
        return
        [
            Tenant.Register(tenantId, Sample.Hostile, Sample.Noon), run, failed, writer, policy,
            .. Held(window),
            AuditEntry.Record("ann", AuditAction.Update, "Model", Sample.Hostile, Sample.Noon, Json.Parse("{}"), Json.Parse("[]")),
            check, DataQualityResult.Record(check, window, long.MaxValue, 1, Sample.Noon),
        ];
    }

    // One of each kind, since no hold is of two.
    private static LegalHold[] Held(TimeWindow window)
    {
        var released = LegalHold.OnModel(Sample.Hostile, Sample.Hostile, Sample.Hostile, Sample.Noon);
        released.Release(Sample.Hostile, Sample.Hostile, Sample.Noon.AddHours(1));
        return
        [
            released,
            LegalHold.OnWindow(window, Sample.Hostile, "ann", Sample.Noon),
            LegalHold.OnPrediction(Uuid7.Lowest(Sample.Noon), Sample.Hostile, "ann", Sample.Noon),
        ];
    }
}
