namespace MlOps.Persistence.Alerts;

/// <summary>Where alerts go.</summary>
public sealed class AlertOptions
{
    /// <summary>The sinks besides the table ml_alerts and the log of the process.</summary>
    public IList<IAlertSink> Sinks { get; } = [];
}
