namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The errors of a writer.</summary>
internal static class WriterFailure
{
    public static MlOpsException QueueFull(int count) => new(
        MlOpsError.QueueFull,
        $"{count} writes are on their way, which is as many as the writer holds, and this one was not accepted. Make sure that the " +
        $"database keeps up, raise {nameof(PredictionWriterOptions.Capacity)}, or let callers wait.");

    public static MlOpsException Stopped(Write write) => new(
        MlOpsError.WriterStopped,
        $"The writer takes no more writes, because the application ends, or because an error stopped it, which the log has. {write} was " +
        "not accepted.");

    public static MlOpsException Stopped(Guid tenantId) => new(
        MlOpsError.WriterStopped,
        $"The writers take no more writes, because the application ends. A write of tenant {tenantId} was not accepted.");

    public static MlOpsException TooManyTenants(int count, Guid tenantId) => new(
        MlOpsError.QueueFull,
        $"{count} tenants have writes on their way, which is as many as the process serves at once, and a write of tenant {tenantId} " +
        $"was not accepted. Make sure that the database keeps up, or raise {nameof(TenantWriterOptions.MaxOpen)}.");

    public static MlOpsException StoppedBeforeEnd() => new(
        MlOpsError.WriterStopped,
        "The application ends, and the writer stopped before everything was stored. What is in the journal is stored after the next " +
        "start. Without a journal the log says what is lost.");

    public static MlOpsException Ended(Exception cause) => new(
        MlOpsError.WriterStopped,
        $"The writer has stopped because of an error that nobody expected ({DatabaseRefusal.Describe(cause).TrimEnd('.')}). Restart the " +
        "application. What is in the journal is stored then. Without a journal the log says what is lost.",
        cause);

    public static MlOpsException NothingCanBeWritten(int count, Exception cause) => new(
        MlOpsError.NothingCanBeWritten,
        $"None of {count} writes of a batch could be stored, and no row seems to be the cause: {DatabaseRefusal.Describe(cause)} All " +
        "writes wait, and are tried again. Remove the cause, or start a version of the application without the fault.",
        cause);
}
