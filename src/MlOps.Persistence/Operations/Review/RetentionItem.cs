using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Operations.Review;

/// <summary>How long the rows of each table stay.</summary>
internal sealed class RetentionItem : IReviewItem
{
    public string Name => "retention policies";

    public async Task<IReadOnlyList<ReviewLine>> AnswerAsync(
        MlOpsDbContext context, ReviewWindows windows, CancellationToken cancellationToken)
    {
        var policies = await context.RetentionPolicies.AsNoTracking().OrderBy(policy => policy.TableName)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return policies.Count == 0
            ? [new ReviewLine(Name, "", "policies", 0, null, "All rows are kept for ever. 'mlops retention set' defines a policy.")]
            : policies.ConvertAll(policy => new ReviewLine(
                Name,
                policy.TableName,
                policy.Action == RetentionAction.Archive ? "days, then archived" : "days, then deleted",
                policy.KeepDays,
                null,
                policy.IsEnabled ? null : $"It is disabled, so all rows stay. 'mlops retention enable {policy.TableName}' ends that."));
    }
}
