using MlOps.Domain;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;

namespace MlOps.Import.Tables;

/// <summary>The time window of a measurement.</summary>
internal static class MeasuredWindow
{
    public static TimeWindow Read(SourceRow row, ImportContext import, string start, string end, DateTimeOffset createdAt)
    {
        if (row.FindTime(start) is { } from && row.FindTime(end) is { } to)
            return new TimeWindow(from, to);

        import.NoteSubstitute($"{start} or {end}", ImportRemarks.MeasuredMoment);
        return new TimeWindow(createdAt.AddMicroseconds(-1), createdAt);
    }
}
