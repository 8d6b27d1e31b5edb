using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>The subjects that a rule was measured for before. Without a value now, their alerts do not end.</summary>
internal static class KnownSubjects
{
    public static async Task<IReadOnlyList<string>> ListAsync(
        MlOpsDbContext context, AlertRule rule, CancellationToken cancellationToken) =>
        await context.AlertStates
            .Where(state => state.RuleId == rule.Id && state.Subject != "")
            .Select(state => state.Subject).OrderBy(subject => subject)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
}
