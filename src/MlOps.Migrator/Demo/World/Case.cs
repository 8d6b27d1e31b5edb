namespace MlOps.Migrator.Demo.World;

/// <summary>A request to a service, and what turns out to be true.</summary>
/// <param name="Id">The id of its prediction.</param>
/// <param name="At">When it is asked.</param>
/// <param name="Inputs">What it is about.</param>
/// <param name="Outcome">What turns out to be true.</param>
/// <param name="LabelledAt">When that becomes known. Null if it never does.</param>
/// <param name="RatedAt">When a user says what the answer was worth. Null if nobody does.</param>
internal sealed record Case(
    Guid Id, DateTimeOffset At, Inputs Inputs, bool Outcome, DateTimeOffset? LabelledAt, DateTimeOffset? RatedAt)
{
    public const string RequestPrefix = "demo-";

    /// <summary>The name that the service has for it. Predictions of others in the same tables have no such name.</summary>
    public string RequestId => RequestPrefix + Id.ToString("N");
}
