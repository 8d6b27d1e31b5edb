using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Telemetry;

/// <summary>What happened, in the order in which it did.</summary>
public sealed class LearningEventRepository(MlOpsDbContext context)
{
    public void Add(LearningEvent happened) => context.LearningEvents.Add(happened);

    /// <summary>Stores events of any kinds by COPY: all or none. They are not tracked afterwards.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<LearningEvent> events, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(events, cancellationToken);

    /// <summary>The same for a stream of any length, in constant memory and one transaction.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IAsyncEnumerable<LearningEvent> events, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(events, cancellationToken);

    /// <summary>Events of one type within a window, oldest first.</summary>
    public IAsyncEnumerable<LearningEvent> StreamAsync(string eventType, TimeWindow window) =>
        context.LearningEvents.AsNoTracking().Within(window)
            .Where(happened => happened.EventType == eventType)
            .OrderBy(happened => happened.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>All that happened to one thing within a window, oldest first.</summary>
    public IAsyncEnumerable<LearningEvent> StreamHistoryAsync(string subjectId, TimeWindow window) =>
        context.LearningEvents.AsNoTracking().Within(window)
            .Where(happened => happened.SubjectId == subjectId)
            .OrderBy(happened => happened.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>What a user did in a session, oldest first.</summary>
    public IAsyncEnumerable<UserSessionEvent> StreamSessionAsync(string sessionId, TimeWindow window) =>
        context.Set<UserSessionEvent>().AsNoTracking().Within(window)
            .Where(happened => happened.SessionId == sessionId)
            .OrderBy(happened => happened.CreatedAt)
            .AsAsyncEnumerable();
}
