using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The sample of docs/gate.md, word for word.</summary>
internal static class GateSample
{
    public static async Task<RetrainingDecision> RunAsync(MlOpsDbContext context, DateTimeOffset now)
    {
        // <run>
        var gate = new GateRepository(context);
        var decision = await gate.RunAsync(new GateQuestion("churn", "2") { Trigger = TriggerReason.Drift }, "pipeline", now);
        // </run>
        return decision;
    }
}
