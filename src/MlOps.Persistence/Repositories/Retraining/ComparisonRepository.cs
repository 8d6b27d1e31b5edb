using System.Data;
using MlOps.Domain;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Transactions;
using Npgsql;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>Compares two versions of a model, by labels and by shadow scores.</summary>
public sealed class ComparisonRepository(MlOpsDbContext context)
{
    /// <summary>
    /// Compares the labelled predictions of a window, in one snapshot of the database: those that each version made itself, and those that
    /// one of them made and the other answered as a shadow.
    /// </summary>
    /// <exception cref="InvalidValueException">The terms are not allowed, or nothing has such a segment.</exception>
    /// <exception cref="MlOpsException">There is no such model or version.</exception>
    public async Task<VersionComparison> CompareAsync(ComparisonQuestion question, CancellationToken cancellationToken = default)
    {
        Guard.Given(question, nameof(question)).Terms.Require();
        if (question.Version == question.Other)
            throw new InvalidValueException(
                nameof(question.Other), $"must be another version than the first one; both were '{question.Version}'");

        using var unlimited = new NoCommandTimeout(context);
        try
        {
            return await context.InTransactionAsync(
                () => ReadAsync(question, cancellationToken), cancellationToken, IsolationLevel.RepeatableRead).ConfigureAwait(false);
        }
        catch (PostgresException e) when (UnknownSegment.IsCauseOf(e))
        {
            throw UnknownSegment.Refuse(nameof(question.Terms.SegmentFeatures), e);
        }
    }

    private async Task<VersionComparison> ReadAsync(ComparisonQuestion question, CancellationToken cancellationToken)
    {
        var versions = new ModelVersionRepository(context);
        var model = await new ModelRepository(context).GetAsync(question.ModelName, cancellationToken).ConfigureAwait(false);
        var version = await versions.GetAsync(question.ModelName, question.Version, cancellationToken).ConfigureAwait(false);
        var other = await versions.GetAsync(question.ModelName, question.Other, cancellationToken).ConfigureAwait(false);
        var terms = question.Terms;
        if (terms.Metrics.Count == 0)
            terms = terms with { Metrics = GateMetrics.ListFor(model.ModelType) };

        return await new ComparisonReader(context, (version.Id, other.Id), question with { Terms = terms }, cancellationToken)
            .ReadAsync().ConfigureAwait(false);
    }
}
