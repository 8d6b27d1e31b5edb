namespace MlOps.Persistence.Alerts;

/// <summary>Where notices of alerts go, besides the table ml_alerts.</summary>
public interface IAlertSink
{
    /// <summary>The name, by which the database knows what the sink has got. Another name is another sink.</summary>
    string Name { get; }

    /// <summary>
    /// Sends a notice. An exception says that it did not arrive, and it is tried again. A notice may come twice, with the same id.
    /// </summary>
    Task SendAsync(AlertNotice notice, CancellationToken cancellationToken);
}
