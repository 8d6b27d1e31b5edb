namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Goes through a lane behind what was written before, and tells when it arrives.</summary>
internal sealed class FlushMarker() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>It will not arrive any more.</summary>
    public void GiveUp()
    {
        TrySetException(new MlOpsException(
            MlOpsError.WriterStopped,
            "The application ends, and the writer gave up before everything was stored. What a journal holds is stored after the " +
            "next start; without one the log says what is lost."));
        // Nobody may be waiting for it.
        _ = Task.Exception;
    }
}
