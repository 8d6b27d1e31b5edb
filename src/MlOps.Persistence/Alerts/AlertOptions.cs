namespace MlOps.Persistence.Alerts;

/// <summary>Where alerts go.</summary>
public sealed class AlertOptions
{
    /// <summary>The name of the sink that writes into the log of the process.</summary>
    public const string LogSinkName = "log";

    /// <summary>
    /// The sinks besides the table ml_alerts and the log of the process. One with the name of that of the log takes its place.
    /// </summary>
    public IList<IAlertSink> Sinks { get; } = [];
}
