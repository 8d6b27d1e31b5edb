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
}
