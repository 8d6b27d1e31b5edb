namespace MlOps.PrivateServer;

/// <summary>
/// A failure of a private server that the user can fix. The message says what happened, with which value, and what to do.
/// </summary>
public class PrivateServerException(PrivateServerError error, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public PrivateServerError Error { get; } = error;
}
