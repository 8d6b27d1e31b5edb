using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Patterns;

namespace MlOps.Persistence.Patterns;

/// <summary>
/// Adds what detectors have seen to a context, which the caller saves. An occurrence is there once, and a pattern has one recommendation at
/// a time. A pattern that somebody dismissed stays as it is.
/// </summary>
internal sealed class PatternStore(MlOpsDbContext context, DateTimeOffset at)
{
    public int NewPatterns { get; private set; }

    public int NewOccurrences { get; private set; }

    public int NewRecommendations { get; private set; }

    public async Task AddAsync(DetectedPattern detected, CancellationToken cancellationToken)
    {
        var pattern = await context.IdentifiedPatterns
            .SingleOrDefaultAsync(row => row.PatternType == detected.Type && row.PatternName == detected.Name, cancellationToken)
            .ConfigureAwait(false);
        if (pattern is { Status: PatternStatus.Dismissed })
            return;

        var unseen = pattern is null
            ? detected.Occurrences
            : await ListUnseenAsync(pattern, detected, cancellationToken).ConfigureAwait(false);
        if (unseen.Count == 0)
            return;

        pattern = Describe(pattern, detected);
        context.AddRange(unseen.Select(seen => PatternOccurrence.Record(
            pattern.Id, seen.SourceType, seen.SourceId, seen.At, seen.Evidence, seen.Confidence)));
        NewOccurrences += unseen.Count;
        if (await IsWantedAsync(pattern, unseen, cancellationToken).ConfigureAwait(false))
            Recommend(pattern, detected);
    }

    private IdentifiedPattern Describe(IdentifiedPattern? pattern, DetectedPattern detected)
    {
        if (pattern is not null)
        {
            pattern.Reassess(detected.Confidence, at);
            return pattern;
        }

        var added = IdentifiedPattern.Identify(detected.Type, detected.Name, detected.Confidence, at, detected.Description);
        context.Add(added);
        NewPatterns++;
        return added;
    }

    private async Task<IReadOnlyList<DetectedOccurrence>> ListUnseenAsync(
        IdentifiedPattern pattern, DetectedPattern detected, CancellationToken cancellationToken)
    {
        var (first, last) = (detected.Occurrences.Min(seen => seen.At), detected.Occurrences.Max(seen => seen.At));
        var stored = await context.PatternOccurrences
            .Where(row => row.PatternId == pattern.Id && row.CreatedAt >= first && row.CreatedAt <= last)
            .Select(row => row.SourceId)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. detected.Occurrences.Where(seen => !stored.Contains(seen.SourceId))];
    }

    // While one is open, nobody needs a second one. After that, only what happened since then is a reason for another one.
    private async Task<bool> IsWantedAsync(
        IdentifiedPattern pattern, IReadOnlyList<DetectedOccurrence> unseen, CancellationToken cancellationToken)
    {
        var latest = await context.Recommendations.AsNoTracking()
            .Where(row => row.PatternId == pattern.Id)
            .OrderByDescending(row => row.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return latest is null
            || (latest.Status is not (RecommendationStatus.Proposed or RecommendationStatus.Accepted)
                && unseen.Any(seen => seen.At > latest.StatusChangedAt));
    }

    private void Recommend(IdentifiedPattern pattern, DetectedPattern detected)
    {
        context.Add(Recommendation.Propose(detected.Remedy, detected.Advice, at, new RecommendationDetails
        {
            PatternId = pattern.Id,
            Description = detected.Description,
            ConfidenceScore = detected.Confidence,
            TargetEntityType = nameof(IdentifiedPattern),
            TargetEntityId = $"{pattern.Id}",
        }));
        NewRecommendations++;
    }
}
