using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Alerts;

/// <summary>The value of a metric for one subject, or why there is none.</summary>
internal sealed record Measured
{
    private Measured(string subject, double? value, string? missingReason, string? observation, string? remedy)
    {
        Subject = Cut(subject);
        (Value, MissingReason, Observation, Remedy) = (value, missingReason, observation, remedy);
    }

    public string Subject { get; }

    public double? Value { get; }

    public string? MissingReason { get; }

    /// <summary>What was seen, and where.</summary>
    public string? Observation { get; }

    /// <summary>What to do about it, or to type.</summary>
    public string? Remedy { get; }

    public static Measured Of(string subject, double value, string observation, string remedy) =>
        double.IsFinite(value)
            ? new(subject, value, null, observation, remedy)
            : Missing(subject, $"The value is no finite number: {value}.");

    public static Measured Missing(string subject, string reason) => new(subject, null, reason, null, null);

    // A host with the id of a process may be longer.
    private static string Cut(string subject)
    {
        if (subject.Length <= AlertFinding.MaxSubjectLength)
            return subject;

        var length = AlertFinding.MaxSubjectLength;
        return subject[..(char.IsHighSurrogate(subject[length - 1]) ? length - 1 : length)];
    }
}
