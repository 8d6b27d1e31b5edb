namespace MlOps.Migrator.Jobs;

/// <summary>The variables of the environment that a webhook reads besides its secret.</summary>
/// <param name="Address">The one that may have its address.</param>
/// <param name="Authorization">The one that may have its header Authorization. Null if it sends none.</param>
internal sealed record WebhookVariables(string Address, string? Authorization = null)
{
    public static readonly WebhookVariables OfAlerts = new("MLOPS_WEBHOOK_URL");
    public static readonly WebhookVariables OfRetraining = new("MLOPS_RETRAINING_WEBHOOK_URL", "MLOPS_RETRAINING_AUTHORIZATION");

    /// <summary>The value of the header. Null if there is none.</summary>
    public string? FindAuthorization() =>
        Authorization is not null && Environment.GetEnvironmentVariable(Authorization) is { Length: > 0 } value ? value : null;
}
