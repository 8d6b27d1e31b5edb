using MlOps.Domain;

namespace MlOps.Migrator.Commands;

/// <summary>A span of time in the form FROM..TO.</summary>
internal static class WindowText
{
    public const string Form = "FROM..TO";

    /// <returns>The span. Null for a text of another form.</returns>
    /// <exception cref="InvalidValueException">The times are no span.</exception>
    public static TimeWindow? Parse(string text) =>
        text.Split("..") is [var from, var to] && Times.Parse(from) is { } start && Times.Parse(to) is { } end
            ? new TimeWindow(start, end)
            : null;
}
