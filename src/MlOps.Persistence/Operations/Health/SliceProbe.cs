using MlOps.Domain.Monitoring;
using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Whether new rows have a slice, and whether rows wait for one. It is about the rows of all tenants.</summary>
internal sealed class SliceProbe : IHealthProbe
{
    // Rows go into the default partition from the gap on, from where they must be moved. A week is enough for a person to act.
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(7);

    public string Name => "slices";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var states = await new SliceReader(context).ReportAsync(now, cancellationToken).ConfigureAwait(false);
        var judged = states.Select(state => (State: Judge(state, now), Slices: state)).ToList();
        var worst = judged.Select(one => one.State).DefaultIfEmpty().Max();
        if (worst == HealthState.Healthy)
            return new HealthFinding(Name, worst, $"All {states.Count} sliced tables have slices for the next 7 days, for all tenants.");

        var texts = judged.Where(one => one.State == worst).Select(one => Explain(one.Slices, now));
        return new HealthFinding(
            Name, worst, string.Join(" ", texts), "Type 'mlops migrate' as the owner: it makes the slices of this month and the next two.");
    }

    private static HealthState Judge(SliceState state, DateTimeOffset now) =>
        state.FirstGap <= now ? HealthState.Unhealthy
        : state.FirstGap <= now + Ahead || state.DefaultRows > 0 ? HealthState.Degraded
        : HealthState.Healthy;

    private static string Explain(SliceState state, DateTimeOffset now)
    {
        var gap = state.FirstGap <= now + Ahead ? $"{state.Table} has no slice for {state.FirstGap.UtcDateTime:yyyy-MM-dd}." : "";
        var rows = state.DefaultRows > 0 ? $"Rows of all tenants wait for a slice of {state.Table}: {state.DefaultRows}." : "";
        return $"{gap} {rows}".Trim();
    }
}
