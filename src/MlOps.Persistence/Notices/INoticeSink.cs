namespace MlOps.Persistence.Notices;

/// <summary>Where notices go, besides the tables of what they are about.</summary>
public interface INoticeSink
{
    /// <summary>The name, by which the database knows what the sink has got. Another name is another sink.</summary>
    string Name { get; }

    /// <summary>
    /// Sends a notice. An exception says that it did not arrive, and it is tried again. A notice may come twice, with the same id.
    /// </summary>
    Task SendAsync(Notice notice, CancellationToken cancellationToken);
}
