using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Patterns;

namespace MlOps.Persistence.Repositories.Patterns;

/// <summary>Recommendations, and the decisions on them.</summary>
public sealed class RecommendationRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new recommendation. SaveChanges stores it.</summary>
    public void Add(Recommendation recommendation) => context.Recommendations.Add(recommendation);

    public Task<Recommendation?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        context.Recommendations.SingleOrDefaultAsync(recommendation => recommendation.Id == id, cancellationToken);

    /// <exception cref="MlOpsException">There is no such recommendation.</exception>
    public async Task<Recommendation> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        await FindAsync(id, cancellationToken).ConfigureAwait(false)
        ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no recommendation {id}.");

    /// <summary>Reads the recommendations that nobody has decided on yet, the newest first.</summary>
    public IAsyncEnumerable<Recommendation> StreamProposedAsync(int count) =>
        context.Recommendations.AsNoTracking()
            .Where(recommendation => recommendation.Status == RecommendationStatus.Proposed)
            .OrderByDescending(recommendation => recommendation.CreatedAt)
            .Take(count)
            .AsAsyncEnumerable();
}
