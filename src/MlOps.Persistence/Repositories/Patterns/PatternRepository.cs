using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Patterns;

namespace MlOps.Persistence.Repositories.Patterns;

/// <summary>Patterns, and their occurrences.</summary>
public sealed class PatternRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new pattern. SaveChanges stores it.</summary>
    public void Add(IdentifiedPattern pattern) => context.IdentifiedPatterns.Add(pattern);

    /// <summary>Tracks a new occurrence. SaveChanges stores it.</summary>
    public void Add(PatternOccurrence occurrence) => context.PatternOccurrences.Add(occurrence);

    public Task<IdentifiedPattern?> FindAsync(
        string patternType, string patternName, CancellationToken cancellationToken = default) =>
        context.IdentifiedPatterns.SingleOrDefaultAsync(
            pattern => pattern.PatternType == patternType && pattern.PatternName == patternName, cancellationToken);

    /// <summary>Reads the occurrences of a pattern in a window, the oldest first.</summary>
    public IAsyncEnumerable<PatternOccurrence> StreamOccurrencesAsync(Guid patternId, TimeWindow window) =>
        context.PatternOccurrences.AsNoTracking().Within(window)
            .Where(occurrence => occurrence.PatternId == patternId)
            .OrderBy(occurrence => occurrence.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>
    /// Reads the occurrences of each pattern on each of some days, beside those of as many days before. Days without an
    /// occurrence in either are left out. Days that were over at the last refresh of the materialized views are read
    /// from these views, so later arrivals for them count after the next refresh. All other days are counted in the
    /// table.
    /// </summary>
    /// <param name="firstDay">The first of the days, in UTC.</param>
    /// <param name="days">The number of days.</param>
    /// <param name="patternId">One pattern, or null for all.</param>
    public IAsyncEnumerable<PatternTrend> StreamTrendsAsync(DateOnly firstDay, int days, Guid? patternId = null)
    {
        Guard.Between(days, 1, 36_500, nameof(days));
        return new PatternTrendQuery(context, firstDay, days, patternId).StreamAsync();
    }
}
