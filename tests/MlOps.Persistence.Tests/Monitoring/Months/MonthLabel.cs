namespace MlOps.Persistence.Tests.Monitoring.Months;

/// <summary>A label of a prediction, and when the database gets it.</summary>
internal sealed record MonthLabel(DateTimeOffset ArrivesAt, double Value)
{
    public DateTimeOffset? StoredAt { get; set; }
}
