using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories;

namespace MlOps.Persistence.Alerts;

/// <summary>The services that a rule is about.</summary>
internal static class ServiceNames
{
    /// <summary>Lists those with predictions in a window, or the one that the rule names.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(
        MlOpsDbContext context, AlertRule rule, TimeWindow window, CancellationToken cancellationToken)
    {
        if (rule.ServiceName is { } only)
            return [only];

        return await ListAsync(context, window, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists those with predictions in a window.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(
        MlOpsDbContext context, TimeWindow window, CancellationToken cancellationToken)
    {
        // Name by name, where the index has the next one. There are few names, and many rows.
        var names = new List<string>();
        var last = "";
        while (await context.Predictions.Within(window)
            .Where(prediction => string.Compare(prediction.ServiceName, last) > 0)
            .MinAsync(prediction => (string?)prediction.ServiceName, cancellationToken).ConfigureAwait(false) is { } next)
        {
            names.Add(next);
            last = next;
        }

        return names;
    }
}
