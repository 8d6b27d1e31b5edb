using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Configurations.Predictions;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>The policies by which feedback makes labels. A job applies them.</summary>
public sealed class LabelPolicyRepository(MlOpsDbContext context)
{
    /// <summary>The job that applies the policies. A tenant gets it with its first policy.</summary>
    public const string JobName = "label from feedback";

    /// <summary>Finds the policy of a service; of all services that have none, if no service is given.</summary>
    public Task<LabelPolicy?> FindAsync(string? serviceName, CancellationToken cancellationToken = default) =>
        context.LabelPolicies.SingleOrDefaultAsync(policy => policy.ServiceName == serviceName, cancellationToken);

    /// <summary>Reads all policies, by the name of the service.</summary>
    public IAsyncEnumerable<LabelPolicy> StreamAsync() =>
        context.LabelPolicies.AsNoTracking().OrderBy(policy => policy.ServiceName).AsAsyncEnumerable();

    /// <summary>Adds or changes the policy of a service, and saves the context. The feedback of the past is looked at again.</summary>
    /// <param name="serviceName">The service. Null for all services that have no policy of their own.</param>
    /// <param name="settings">Which feedback makes a label.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="MlOpsException">Another process has added a policy of the service.</exception>
    public async Task<LabelPolicy> SetAsync(
        string? serviceName, LabelPolicySettings settings, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var policy = await FindAsync(serviceName, cancellationToken).ConfigureAwait(false);
        if (policy is null)
            context.Add(policy = LabelPolicy.Define(serviceName, settings, at));
        else
            policy.Change(settings, at);

        await context.SaveOrConflictAsync(
            [policy], [LabelPolicyConfiguration.UniqueName], "Another process has set the policy at the same time. Try again.",
            cancellationToken).ConfigureAwait(false);
        await MissingJob.EnsureAsync(context, DefaultJobs.LabelFromFeedback(at), cancellationToken).ConfigureAwait(false);
        return policy;
    }

    /// <summary>Removes the policy of a service. The labels that it made stay.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> RemoveAsync(string? serviceName, CancellationToken cancellationToken = default)
    {
        if (await FindAsync(serviceName, cancellationToken).ConfigureAwait(false) is not { } policy)
            return false;

        context.Remove(policy);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }
}
