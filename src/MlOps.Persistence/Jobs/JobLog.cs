using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Jobs;

/// <summary>What the log says of jobs.</summary>
internal static partial class JobLog
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Job '{Job}' of tenant {Tenant} failed. It is tried again later.")]
    public static partial void Failed(ILogger logger, string job, Guid tenant, Exception exception);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "The end of a run of job '{Job}' could not be noted: {Reason} Its lease ends by itself.")]
    public static partial void NotNoted(ILogger logger, string job, string reason);

    [LoggerMessage(
        EventId = 3,
        Level = LogLevel.Error,
        Message = "The jobs that are due could not be run. They are tried again in {Interval}.")]
    public static partial void NotRun(ILogger logger, TimeSpan interval, Exception exception);
}
