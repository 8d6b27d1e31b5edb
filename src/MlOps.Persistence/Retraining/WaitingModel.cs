using System.Globalization;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Retraining;

/// <summary>A model without a request, for which a policy may ask for one.</summary>
/// <param name="Name">The model.</param>
/// <param name="PromotedAt">When the version in production was promoted. Null if there is none.</param>
/// <param name="RequestedAt">When the last request was opened. Null if there was none.</param>
internal sealed record WaitingModel(string Name, DateTimeOffset? PromotedAt, DateTimeOffset? RequestedAt)
{
    // A clock that jumped back sees a request of the future, after which no time has passed.
    public bool IsCoolingDown(RetrainingPolicy policy, DateTimeOffset now) =>
        RequestedAt is { } last && now - last < policy.RequestCoolDown;

    /// <summary>Why drift asks for a retraining. Null if it does not.</summary>
    /// <remarks>
    /// A window counts if the present champion served in all of it, and if it ended after the last request, which it would have led to
    /// before.
    /// </remarks>
    public string? FindDrift(RetrainingPolicy policy, IEnumerable<(string Monitor, MonitoringRun Run)> newest)
    {
        var found = newest
            .Where(seen => HasDrifted(policy, seen.Run))
            .Where(seen => PromotedAt is not { } promoted || seen.Run.WindowEnd.AddHours(-seen.Run.LookbackHours) >= promoted)
            .Where(seen => RequestedAt is not { } requested || seen.Run.WindowEnd > requested)
            .OrderByDescending(seen => seen.Run.FeatureDriftRatio)
            .ToList();
        return found is [var (monitor, run), ..]
            ? $"Monitor '{monitor}' found that {Percent(run.FeatureDriftRatio)} of the features have drifted in the " +
                $"{run.LookbackHours} hours before {run.WindowEnd:u} (monitoring run {run.Id})."
            : null;
    }

    /// <summary>Why the schedule asks for a retraining. Null if it does not.</summary>
    public string? FindScheduled(RetrainingPolicy policy, DateTimeOffset now)
    {
        var isRequest = RequestedAt is not null && !(PromotedAt > RequestedAt);
        return policy.RetrainEvery is { } every && (isRequest ? RequestedAt : PromotedAt) is { } last && now - last >= every
            ? $"The last {(isRequest ? "request" : "promotion")} was at {last:u}, and retraining policy '{policy.Name}' asks for a " +
                $"retraining every {every.TotalHours.ToString("0.##", CultureInfo.InvariantCulture)} hours."
            : null;
    }

    private static bool HasDrifted(RetrainingPolicy policy, MonitoringRun run) =>
        policy.MinFeatureDriftRatio > 0 ? run.FeatureDriftRatio >= policy.MinFeatureDriftRatio : run.DatasetDriftDetected;

    private static string Percent(double ratio) => (100 * ratio).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
