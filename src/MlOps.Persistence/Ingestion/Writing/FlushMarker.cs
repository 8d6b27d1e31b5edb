namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Goes through a lane behind what was written before, and tells when it arrives.</summary>
internal sealed class FlushMarker() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
