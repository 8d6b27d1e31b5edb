using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>Who changed what. Nothing here is changed or deleted.</summary>
public sealed class AuditRepository(MlOpsDbContext context)
{
    public void Add(AuditEntry entry) => context.AuditEntries.Add(entry);

    /// <summary>Stores entries by COPY: all or none. They are not tracked afterwards.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<AuditEntry> entries, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(entries, cancellationToken);

    /// <summary>What was done to one thing within a window, oldest first.</summary>
    public IAsyncEnumerable<AuditEntry> StreamHistoryAsync(string subjectType, string subjectId, TimeWindow window) =>
        context.AuditEntries.AsNoTracking().Within(window)
            .Where(entry => entry.SubjectType == subjectType && entry.SubjectId == subjectId)
            .OrderBy(entry => entry.CreatedAt)
            .AsAsyncEnumerable();
}
