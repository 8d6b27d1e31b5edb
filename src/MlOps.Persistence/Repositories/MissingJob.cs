using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence.Configurations.Governance;

namespace MlOps.Persistence.Repositories;

/// <summary>Adds the job of a tenant that comes with the first thing that it works on.</summary>
internal static class MissingJob
{
    /// <summary>Adds the job, and saves the context, unless the tenant has one of its kind.</summary>
    public static async Task EnsureAsync(MlOpsDbContext context, Job job, CancellationToken cancellationToken)
    {
        if (await context.Jobs.AnyAsync(stored => stored.Kind == job.Kind, cancellationToken).ConfigureAwait(false))
            return;

        context.Add(job);
        try
        {
            await context.SaveOrConflictAsync(
                [job], [JobConfiguration.UniqueName], "Another process has added the job already.", cancellationToken)
                .ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.Conflict)
        {
        }
    }
}
