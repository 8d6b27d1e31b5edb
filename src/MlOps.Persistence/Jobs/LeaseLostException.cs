namespace MlOps.Persistence.Jobs;

/// <summary>Another process has the lease now, so nothing that this one did may be stored.</summary>
internal sealed class LeaseLostException(string job) : MlOpsException(
    MlOpsError.Conflict,
    $"Another process runs job '{job}' now, since this one gave no sign of life for too long. Nothing that it did was stored.");
