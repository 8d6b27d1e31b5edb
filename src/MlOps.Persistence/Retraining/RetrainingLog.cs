using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Retraining;

/// <summary>What the log says of retraining requests.</summary>
internal static partial class RetrainingLog
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Information,
        Message = "Model '{Model}' is to be trained again: {Why} Then type: {Reply} (retraining request {Request})")]
    public static partial void Requested(ILogger logger, string model, string why, string reply, Guid request);
}
