using Microsoft.Extensions.Logging;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Notices;

namespace MlOps.Persistence.Retraining;

/// <summary>What a sink gets to know of a retraining request.</summary>
/// <param name="Id">The id of the notice, the same each time that it is sent.</param>
/// <param name="RequestId">The request, by which `mlops retraining` knows it.</param>
/// <param name="TenantId">The tenant of the request.</param>
/// <param name="Model">The model.</param>
/// <param name="Trigger">What asks for the retraining.</param>
/// <param name="Why">What the trigger saw, or what the person said.</param>
/// <param name="RequestedBy">Who opened the request.</param>
/// <param name="OpenedAt">When it was opened.</param>
public sealed record RetrainingNotice(
    Guid Id,
    Guid RequestId,
    Guid TenantId,
    string Model,
    TriggerReason Trigger,
    string Why,
    string RequestedBy,
    DateTimeOffset OpenedAt)
    : Notice(Id)
{
    /// <summary>What to type when the version is trained. Whoever registers it in another way answers the request as well.</summary>
    public string Reply => $"mlops models register '{Model.Replace("'", "'\\''", StringComparison.Ordinal)}' VERSION";

    /// <summary>The notice as the body with which Airflow starts a run of a DAG. All that is ours is in "conf".</summary>
    public override string ToJson() => Write(new Dictionary<string, object?>
    {
        // The same for each attempt, so that Airflow starts one run.
        ["dag_run_id"] = $"mlops-{RequestId}",
        ["logical_date"] = null,
        ["conf"] = new
        {
            Kind = "retraining_request",
            Id = RequestId,
            NoticeId = Id,
            TenantId,
            Model,
            Trigger,
            Why,
            RequestedBy,
            OpenedAt,
            Reply,
        },
    });

    /// <inheritdoc/>
    public override string ToText() =>
        $"Model '{Model}' is to be trained again: {Why} Then type: {Reply} (retraining request {RequestId})";

    internal override void WriteTo(ILogger logger) => RetrainingLog.Requested(logger, Model, Why, Reply, RequestId);

    internal static RetrainingNotice Of(RetrainingDelivery delivery, RetrainingRequest request) => new(
        delivery.Id,
        request.Id,
        request.TenantId,
        request.ModelName,
        request.TriggerReason,
        request.Why,
        request.RequestedBy,
        request.CreatedAt);
}
