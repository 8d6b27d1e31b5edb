using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
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

    public static void Waits(DbContext context, string table, SliceLock held, string holder) =>
        Waits(context.GetService<ILoggerFactory>().CreateLogger<SliceMaintenance>(), table, held.Name, holder);

    public static void Separates(DbContext context, string table, Exception exception) =>
        Separates(context.GetService<ILoggerFactory>().CreateLogger<SliceMaintenance>(), table, exception);

    [LoggerMessage(
        LogLevel.Warning,
        "The rows that wait for several slices of {Table} could not move together, so each slice is made by itself. Writers may wait.")]
    private static partial void Separates(ILogger logger, string table, Exception exception);

    [LoggerMessage(
        LogLevel.Warning,
        "The slices of {Table} wait for the advisory lock '{Name}', which {Holder} has. Every login can take it. If that process " +
        "does not make slices, end it by pg_terminate_backend.")]
    private static partial void Waits(ILogger logger, string table, string name, string holder);
}
