using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Training;

namespace MlOps.Persistence.Repositories.Training;

/// <summary>How good versions were found to be. <see cref="EvaluationComparison"/> compares two of them.</summary>
public sealed class ModelEvaluationRepository(MlOpsDbContext context)
{
    public void Add(ModelEvaluation evaluation) => context.ModelEvaluations.Add(evaluation);

    /// <summary>All evaluations of a version, the newest first.</summary>
    public IAsyncEnumerable<ModelEvaluation> StreamAsync(Guid modelVersionId) =>
        OfVersion(modelVersionId).AsAsyncEnumerable();

    /// <summary>The latest evaluation of a version on a dataset; on unnamed data where no dataset is given.</summary>
    public Task<ModelEvaluation?> FindLatestAsync(Guid modelVersionId, Guid? datasetId, CancellationToken cancellationToken = default) =>
        OfVersion(modelVersionId).FirstOrDefaultAsync(evaluation => evaluation.DatasetId == datasetId, cancellationToken);

    private IQueryable<ModelEvaluation> OfVersion(Guid modelVersionId) =>
        context.ModelEvaluations.AsNoTracking()
            .Where(evaluation => evaluation.ModelVersionId == modelVersionId)
            .OrderByDescending(evaluation => evaluation.CreatedAt);
}
