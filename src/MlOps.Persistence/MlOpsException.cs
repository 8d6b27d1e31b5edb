namespace MlOps.Persistence;

/// <summary>
/// A failure that the user can fix. The message says what happened, with which value, and what to do, so it is clear without
/// a stack trace.
/// </summary>
public class MlOpsException(MlOpsError error, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The kind of failure. The command derives its exit code from it.</summary>
    public MlOpsError Error { get; } = error;
}
