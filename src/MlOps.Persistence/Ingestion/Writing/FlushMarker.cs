namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Passes through a lane behind the writes before it, and completes when they are stored.</summary>
internal sealed class FlushMarker() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>Fails the marker, because the lane stops before it arrives.</summary>
    public void GiveUp()
    {
        TrySetException(new MlOpsException(
            MlOpsError.WriterStopped,
            "The application ends, and the writer stopped before everything was stored. What is in the journal is stored after the " +
            "next start. Without a journal the log says what is lost."));
        // Observed here, because no caller may be waiting for it.
        _ = Task.Exception;
    }
}
