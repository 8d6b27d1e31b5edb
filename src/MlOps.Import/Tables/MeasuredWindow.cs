using MlOps.Domain;
using MlOps.Import.Mapping;
using MlOps.Import.Source;

namespace MlOps.Import.Tables;

/// <summary>The span of time that a measurement is about.</summary>
internal static class MeasuredWindow
{
    public const string Otherwise = "a measurement is about the moment in which it was written down";

    public static TimeWindow Read(SourceRow row, ImportContext import, string start, string end, DateTimeOffset createdAt)
    {
        if (row.FindTime(start) is { } from && row.FindTime(end) is { } to)
            return new TimeWindow(from, to);

        import.Note($"{start} or {end} was not told: the moment of created_at");
        return new TimeWindow(createdAt.AddMicroseconds(-1), createdAt);
    }
}
