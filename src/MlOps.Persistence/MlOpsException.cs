namespace MlOps.Persistence;

/// <summary>
/// A failure that the user can mend. The message says what happened, with which value, and what to do; no stack trace
/// is needed to understand it.
/// </summary>
public class MlOpsException(MlOpsError error, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>The kind of failure; the command derives its exit code from it.</summary>
    public MlOpsError Error { get; } = error;
}
