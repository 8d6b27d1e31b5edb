namespace MlOps.Migrator.Commands;

/// <summary>A time. What has not happened yet cannot be evaluated, so it may have to be in the past.</summary>
internal sealed class TimeOption : ValueOption<DateTimeOffset>
{
    public TimeOption(string name, string description, bool allowsFuture)
        : base(
            name,
            description,
            $"a day or a time{(allowsFuture ? "" : " that is not in the future")}, such as 2026-03-01 or 2026-03-01T12:00Z",
            text => Times.Parse(text) is { } time && (allowsFuture || time <= TimeProvider.System.GetUtcNow()) ? time : null) =>
        HelpName = Times.Form;
}
