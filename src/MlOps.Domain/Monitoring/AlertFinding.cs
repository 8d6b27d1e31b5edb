namespace MlOps.Domain.Monitoring;

/// <summary>What an alert is about.</summary>
public sealed record AlertFinding
{
    public const int MaxSubjectLength = 255;
    public const int MaxTextLength = 10_000;

    /// <summary>A value of which nothing else is known.</summary>
    public static readonly AlertFinding None = new();

    /// <param name="subject">The service, the table or the job that it is about; empty for none.</param>
    /// <param name="observation">What was seen, and where.</param>
    /// <param name="remedy">What to do about it, or to type.</param>
    /// <param name="since">Since when; the present if it is null.</param>
    public AlertFinding(string subject = "", string? observation = null, string? remedy = null, DateTimeOffset? since = null)
    {
        Subject = Guard.OptionalText(Guard.Given(subject, nameof(Subject)), nameof(Subject), MaxSubjectLength)!;
        Observation = Guard.OptionalText(observation, nameof(Observation), MaxTextLength);
        Remedy = Guard.OptionalText(remedy, nameof(Remedy), MaxTextLength);
        Since = Guard.Time(since, nameof(Since));
    }

    public string Subject { get; }

    public string? Observation { get; }

    public string? Remedy { get; }

    public DateTimeOffset? Since { get; }
}
