using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>The audit log. Its entries are never changed or deleted.</summary>
public sealed class AuditRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new entry. SaveChanges stores it.</summary>
    public void Add(AuditEntry entry) => context.AuditEntries.Add(entry);

    /// <summary>Reads the entries about one subject in a window, the oldest first.</summary>
    public IAsyncEnumerable<AuditEntry> StreamHistoryAsync(string subjectType, string subjectId, TimeWindow window) =>
        context.AuditEntries.AsNoTracking().Within(window)
            .Where(entry => entry.SubjectType == subjectType && entry.SubjectId == subjectId)
            .OrderBy(entry => entry.CreatedAt)
            .AsAsyncEnumerable();
}
