using MlOps.Domain.Telemetry;

namespace MlOps.Persistence.Sampling;

/// <summary>The counts of all statements at one time. They only grow, so a sample is the difference to the last one.</summary>
internal sealed record StatementTotals
{
    private const int MostSamples = 50;

    /// <summary>When the counts began.</summary>
    public required DateTimeOffset ResetAt { get; init; }

    /// <summary>The time of the server at which they were read.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    public required IReadOnlyDictionary<string, StatementTotal> Statements { get; init; }

    public static StatementTotals Of(StatementClock clock, IEnumerable<StatementCount> counts) => new()
    {
        ResetAt = clock.ResetAt,
        ReadAt = clock.Now,
        Statements = counts.ToDictionary(count => count.Id, count => new StatementTotal(count.Calls, count.Milliseconds, count.Rows)),
    };

    /// <summary>
    /// Lists what ran since this was read, the costliest statements first. A statement that was not known has no sample yet: its counts may
    /// be of any time.
    /// </summary>
    public IReadOnlyList<QueryLog> Compare(StatementClock clock, IReadOnlyList<StatementCount> counts, DateTimeOffset at)
    {
        // All that was counted since a reset is new. The counts of another server may be old.
        var isReset = ResetAt != clock.ResetAt;
        if (isReset && clock.ResetAt < ReadAt)
            return [];

        return
        [
            .. counts
                .Select(count => (Count: count, Before: isReset ? StatementTotal.Zero : FindTotal(count)))
                .Where(pair => pair.Before is not null && pair.Count.Calls > pair.Before.Calls)
                .OrderByDescending(pair => pair.Count.Milliseconds - pair.Before!.Milliseconds)
                .Take(MostSamples)
                .Select(pair => Sample(pair.Count, pair.Before!, at)),
        ];
    }

    // A count that is smaller than before began again.
    private StatementTotal? FindTotal(StatementCount count) => Statements.GetValueOrDefault(count.Id) switch
    {
        { } before when count.Calls < before.Calls || count.Milliseconds < before.Milliseconds || count.Rows < before.Rows =>
            StatementTotal.Zero,
        var before => before,
    };

    private static QueryLog Sample(StatementCount count, StatementTotal before, DateTimeOffset at)
    {
        var calls = count.Calls - before.Calls;
        return QueryLog.Record(
            count.Id,
            count.Text,
            (count.Milliseconds - before.Milliseconds) / calls,
            at,
            rowCount: (count.Rows - before.Rows) / calls,
            applicationName: StatementText.Source);
    }
}
