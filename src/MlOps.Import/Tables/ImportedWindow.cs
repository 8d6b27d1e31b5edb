using MlOps.Domain;


namespace MlOps.Import.Tables;

/// <summary>The span of time that a measurement is about.</summary>
internal static class ImportedWindow
{
    public const string Otherwise = "a measurement is about the moment in which it was written down";

    public static TimeWindow Of(ImportRow row, string start, string end, DateTimeOffset createdAt) =>
        row.Time(start) is { } from && row.Time(end) is { } to
            ? new TimeWindow(from, to)
            : row.Note(new TimeWindow(createdAt.AddMicroseconds(-1), createdAt), $"{start} or {end} was not told: the moment of created_at");
}
