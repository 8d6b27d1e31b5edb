namespace MlOps.Migrator.Commands;

/// <summary>A time in the future.</summary>
internal sealed class UntilOption : ValueOption<DateTimeOffset>
{
    public UntilOption(string description)
        : base(
            "--until",
            $"{description}: a time such as 2026-12-24T18:00Z, in UTC if it names no zone, or a span from now such as 90m, 8h or 3d.",
            "a time in the future such as 2026-12-24T18:00Z, or a span from now such as 90m, 8h or 3d",
            text => Parse(text, TimeProvider.System.GetUtcNow()))
    {
        Required = true;
        HelpName = Times.Form;
    }

    // A number alone could mean anything.
    internal static DateTimeOffset? Parse(string text, DateTimeOffset now)
    {
        var time = text is [.., >= 'a' and <= 'z'] ? now + Span.Parse(text) : Times.Parse(text);
        return time > now && time < now.AddYears(100) ? time : null;
    }
}
