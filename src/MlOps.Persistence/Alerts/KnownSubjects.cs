using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Alerts;

/// <summary>The subjects that a metric was measured for before. Without a value now, their alerts do not end.</summary>
internal static class KnownSubjects
{
    public static async Task<IReadOnlyList<string>> ListAsync(
        MlOpsDbContext context, string metric, CancellationToken cancellationToken) =>
        await context.AlertStates
            .Where(state => state.Rule!.Metric == metric && state.Subject != "")
            .Select(state => state.Subject).Distinct().OrderBy(subject => subject)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
}
