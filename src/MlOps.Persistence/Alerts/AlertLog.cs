using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Alerts;

/// <summary>What the log says of alerts.</summary>
internal static partial class AlertLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Alert '{About}': {Observation} {Remedy} (alert {Alert})")]
    public static partial void Critical(ILogger logger, string about, string? observation, string? remedy, Guid alert);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "Alert '{About}': {Observation} {Remedy} (alert {Alert})")]
    public static partial void Warning(ILogger logger, string about, string? observation, string? remedy, Guid alert);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "Alert '{About}' is over (alert {Alert}).")]
    public static partial void Resolved(ILogger logger, string about, Guid alert);

    [LoggerMessage(
        EventId = 4,
        Level = LogLevel.Warning,
        Message = "A notice of alert {Alert} did not reach sink '{Sink}': {Reason} It is tried again at {Next}.")]
    public static partial void NotDelivered(ILogger logger, Guid alert, string sink, string reason, DateTimeOffset next);
}
