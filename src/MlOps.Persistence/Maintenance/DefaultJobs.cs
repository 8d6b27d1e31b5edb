using MlOps.Domain.Governance;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance;

/// <summary>The jobs that a new database has.</summary>
internal static class DefaultJobs
{
    private const string Kind = "refresh_views";

    /// <summary>Adds those that are missing. What somebody changed or disabled stays as it is.</summary>
    public static Task EnsureAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var quarterly = new JobSchedule(TimeSpan.FromMinutes(15));
        var job = Job.Define("refresh views", JobKind.RefreshViews, quarterly, quarterly.FindLatest(now));
        var j = context.GetTable<Job>("j");
        // A statement, since SaveChanges would store what the caller's context tracks too.
        return context.InTransactionAsync(
            () => context.ExecuteSqlAsync(
                $"""
                INSERT INTO {j} ({j.Assigned(x => x.TenantId)}, {j.Assigned(x => x.Id)}, {j.Assigned(x => x.CreatedAt)},
                    {j.Assigned(x => x.UpdatedAt)}, {j.Assigned(x => x.Name)}, {j.Assigned(x => x.Kind)}, {j.Assigned(x => x.Every)},
                    {j.Assigned(x => x.Offset)}, {j.Assigned(x => x.NextDueAt)}, {j.Assigned(x => x.IsEnabled)}, {j.Assigned(x => x.Failures)})
                SELECT {context.GetTenantId()}, {job.Id}, {job.CreatedAt}, {job.UpdatedAt}, {job.Name}, {Kind}, {job.Every}, {job.Offset},
                    {job.NextDueAt}, {job.IsEnabled}, {job.Failures}
                WHERE NOT EXISTS (
                    SELECT 1 FROM {j} WHERE {j[x => x.TenantId]} = {context.GetTenantId()} AND {j[x => x.Kind]} = {Kind})
                ON CONFLICT DO NOTHING
                """,
                cancellationToken),
            cancellationToken);
    }
}
