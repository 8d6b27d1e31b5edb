using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>What the maintenance of slices writes to the log.</summary>
internal static partial class SliceLog
{
    [LoggerMessage(LogLevel.Information, "The slice {Partition} is made.")]
    public static partial void Made(ILogger logger, string partition);

    [LoggerMessage(
        LogLevel.Warning,
        "{Rows} rows of {Table} and of what belongs to them are set aside, since their time is not that of their id: see {Table}_aside.")]
    public static partial void SetAside(ILogger logger, long rows, string table);

    [LoggerMessage(
        LogLevel.Error,
        "Slices are missing and could not be made; their rows wait in the default partitions. The next attempt follows in {Interval}.")]
    public static partial void Failed(ILogger logger, TimeSpan interval, Exception exception);
}
