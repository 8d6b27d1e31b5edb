namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Why a batch was not stored at the last attempt.</summary>
/// <param name="Reason">What the server or the program said.</param>
/// <param name="Cause">Whether it passes by itself.</param>
public sealed record WriterFault(string Reason, RefusalCause Cause);
