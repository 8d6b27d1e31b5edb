using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Training;

namespace MlOps.Persistence.Repositories.Training;

/// <summary>Evaluations of versions. <see cref="EvaluationComparison"/> compares two of them.</summary>
public sealed class ModelEvaluationRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new evaluation. SaveChanges stores it.</summary>
    public void Add(ModelEvaluation evaluation) => context.ModelEvaluations.Add(evaluation);

    /// <summary>
    /// Finds the latest evaluation of a version on a dataset, or on unnamed data if no dataset is given.
    /// </summary>
    public Task<ModelEvaluation?> FindLatestAsync(
        Guid modelVersionId, Guid? datasetId, CancellationToken cancellationToken = default) =>
        SelectNewestFirst(modelVersionId)
            .FirstOrDefaultAsync(evaluation => evaluation.DatasetId == datasetId, cancellationToken);

    /// <summary>Reads all evaluations of a version, the newest first.</summary>
    public IAsyncEnumerable<ModelEvaluation> StreamAsync(Guid modelVersionId) =>
        SelectNewestFirst(modelVersionId).AsNoTracking().AsAsyncEnumerable();

    private IQueryable<ModelEvaluation> SelectNewestFirst(Guid modelVersionId) =>
        context.ModelEvaluations
            .Where(evaluation => evaluation.ModelVersionId == modelVersionId)
            .OrderByDescending(evaluation => evaluation.CreatedAt);
}
