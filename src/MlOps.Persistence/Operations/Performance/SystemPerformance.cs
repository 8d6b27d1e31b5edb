using Npgsql;

namespace MlOps.Persistence.Operations.Performance;

/// <summary>
/// Measures how fast a database writes and reads, and says what would make it faster. Writers are those of the tenant of the context;
/// tables, indexes and statements are those of the whole database.
/// </summary>
public static class SystemPerformance
{
    private static readonly IReadOnlyList<IPerformancePart> Parts =
    [
        new WriteTrial(),
        new WriterTimes(),
        new StatementTimes(),
        new CacheUse(),
        new IndexUse(),
        new DuplicateIndexes(),
        new VacuumState(),
    ];

    /// <summary>Measures it. Nothing of the small writes stays. What cannot be measured is a finding of its own.</summary>
    /// <param name="context">A context that UseMlOps configured, of any login. It must track nothing.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var findings = new List<PerformanceFinding>();
        foreach (var part in Parts)
            findings.AddRange(await MeasureAsync(part, context, now, cancellationToken).ConfigureAwait(false));

        return findings;
    }

    private static async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        IPerformancePart part, MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await part.MeasureAsync(context, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (FindCause(e) is { } cause)
        {
            var text = cause is PostgresException refusal ? refusal.MessageText : "the server did not answer in time";
            return [new PerformanceFinding(part.Check, "", $"It could not be measured: {text}.")];
        }
    }

    // EF Core wraps what Npgsql throws. A server that shuts down ends the whole, and is no finding.
    private static Exception? FindCause(Exception? exception)
    {
        for (; exception is not null and not OperationCanceledException; exception = exception.InnerException)
        {
            if (SlowRead.Is(exception) || exception is PostgresException { SqlState: not PostgresErrorCodes.AdminShutdown })
                return exception;
        }

        return null;
    }
}
