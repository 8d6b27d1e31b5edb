using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Telemetry;

namespace MlOps.Persistence.Repositories.Telemetry;

/// <summary>Learning events, in the order of their times.</summary>
public sealed class LearningEventRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new event. SaveChanges stores it.</summary>
    public void Add(LearningEvent happened) => context.LearningEvents.Add(happened);

    /// <summary>Reads the events of one type in a window, the oldest first.</summary>
    public IAsyncEnumerable<LearningEvent> StreamAsync(string eventType, TimeWindow window) =>
        context.LearningEvents.AsNoTracking().Within(window)
            .Where(happened => happened.EventType == eventType)
            .OrderBy(happened => happened.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>Reads all events about one subject in a window, the oldest first.</summary>
    public IAsyncEnumerable<LearningEvent> StreamHistoryAsync(string subjectId, TimeWindow window) =>
        context.LearningEvents.AsNoTracking().Within(window)
            .Where(happened => happened.SubjectId == subjectId)
            .OrderBy(happened => happened.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>Reads the events of a user session in a window, the oldest first.</summary>
    public IAsyncEnumerable<UserSessionEvent> StreamSessionAsync(string sessionId, TimeWindow window) =>
        context.Set<UserSessionEvent>().AsNoTracking().Within(window)
            .Where(happened => happened.SessionId == sessionId)
            .OrderBy(happened => happened.CreatedAt)
            .AsAsyncEnumerable();
}
