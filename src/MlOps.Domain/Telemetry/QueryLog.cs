using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Telemetry;

/// <summary>One run of a query, or the mean of many. All of them together show which queries are slow, and since when.</summary>
public sealed class QueryLog : Entity
{
    public const int MaxFingerprintLength = 100;
    public const int MaxNameLength = 255;
    public const int MaxTextLength = 100_000;

    private QueryLog()
    {
    }

    private QueryLog(DateTimeOffset at)
        : base(at)
    {
    }

    /// <summary>An identifier of the query that does not depend on its parameters.</summary>
    [MaxLength(MaxFingerprintLength)]
    public string Fingerprint { get; private set; } = null!;

    public string QueryText { get; private set; } = null!;

    public double DurationMs { get; private set; }

    public long? RowCount { get; private set; }

    [MaxLength(MaxNameLength)]
    public string? ApplicationName { get; private set; }

    public Json? Plan { get; private set; }

    public static QueryLog Record(
        string fingerprint,
        string queryText,
        double durationMs,
        DateTimeOffset at,
        long? rowCount = null,
        string? applicationName = null,
        Json? plan = null) =>
        new(at)
        {
            Fingerprint = Guard.Text(fingerprint, nameof(Fingerprint), MaxFingerprintLength),
            QueryText = Guard.Text(queryText, nameof(QueryText), MaxTextLength),
            DurationMs = Guard.NotNegative(durationMs, nameof(DurationMs)),
            RowCount = Guard.NotNegative(rowCount, nameof(RowCount)),
            ApplicationName = Guard.OptionalText(applicationName, nameof(ApplicationName), MaxNameLength),
            Plan = plan,
        };
}
