using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Tenancy;

namespace MlOps.Testing;

/// <content>Governance and tenants.</content>
public static partial class Build
{
    /// <summary>A job that is due every hour.</summary>
    public static Job Job(string name = "refresh views", JobKind kind = JobKind.RefreshViews, DateTimeOffset? at = null) =>
        Domain.Governance.Job.Define(name, kind, new JobSchedule(TimeSpan.FromHours(1)), at ?? Noon);

    /// <summary>A run of a job.</summary>
    public static JobRun JobRun(string job = "retention", DateTimeOffset? at = null) =>
        Domain.Governance.JobRun.Start(job, at ?? Noon, "host-1");

    /// <summary>The first report of a writer.</summary>
    public static WriterReport WriterReport(string host = "host-1", int processId = 4711, DateTimeOffset? at = null) =>
        Domain.Governance.WriterReport.Begin(host, processId, at ?? Noon);

    public static LegalHold LegalHold(string reason = "Case 4711", DateTimeOffset? at = null) =>
        Domain.Governance.LegalHold.OnTenant(reason, "ann", at ?? Noon);

    public static RetentionPolicy RetentionPolicy(
        string table = "ml_predictions", int keepDays = 90, RetentionAction action = RetentionAction.Archive, DateTimeOffset? at = null) =>
        Domain.Governance.RetentionPolicy.Define(table, keepDays, action, at ?? Noon);

    public static AuditEntry AuditEntry(
        string actor = "ann", AuditAction action = AuditAction.Update, string subjectId = "credit-risk", DateTimeOffset? at = null) =>
        Domain.Governance.AuditEntry.Record(actor, action, nameof(Domain.Registry.Model), subjectId, at ?? Noon);

    public static DataQualityCheck DataQualityCheck(
        string name = "confidence is there", string table = "ml_predictions", DateTimeOffset? at = null) =>
        Domain.Governance.DataQualityCheck.Define(name, DataQualityKind.Completeness, table, "confidence IS NOT NULL", at ?? Noon);

    /// <summary>The result of a check in the last hour.</summary>
    public static DataQualityResult DataQualityResult(
        DataQualityCheck check, long passedRows = 99, long failedRows = 1, TimeWindow? window = null, DateTimeOffset? at = null) =>
        Domain.Governance.DataQualityResult.Record(check, window ?? LastHour(at ?? Noon), passedRows, failedRows, at ?? Noon);

    /// <summary>The registration of a tenant; by default of the default tenant.</summary>
    public static Tenant Tenant(Guid? id = null, string name = "Contoso", DateTimeOffset? at = null) =>
        Domain.Tenancy.Tenant.Register(id ?? Tenants.Default, name, at ?? Noon);
}
