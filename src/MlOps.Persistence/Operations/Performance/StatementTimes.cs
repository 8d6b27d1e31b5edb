using MlOps.Persistence.Alerts;
using MlOps.Persistence.Sampling;

namespace MlOps.Persistence.Operations.Performance;

/// <summary>The statements that took the most time since the server began to count.</summary>
internal sealed class StatementTimes : IPerformancePart
{
    private const int Listed = 5;
    private const int ShownLength = 120;

    // Milliseconds. Users wait for a statement that takes longer in the mean.
    private const double Slow = 100;

    public string Check => "statements";

    public async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = await StatementStatistics.FindAsync(context, cancellationToken).ConfigureAwait(false);
        if (StatementStatistics.FindProblem(found) is { } problem)
            return [new PerformanceFinding(Check, "", problem)];

        var statements = await found!.ListAsync(context, cancellationToken).ConfigureAwait(false);
        var total = statements.Sum(statement => statement.Milliseconds);
        return
        [
            .. statements.Where(statement => statement.Calls > 0).Take(Listed)
                .Select(statement => Describe(statement, total, found.Schema)),
        ];
    }

    private PerformanceFinding Describe(StatementCount statement, double total, string schema)
    {
        var mean = statement.Milliseconds / statement.Calls;
        var share = total > 0 ? statement.Milliseconds / total : 0;
        return new PerformanceFinding(
            Check,
            statement.Id,
            $"{Shown.Number(mean)} ms in the mean of {statement.Calls} calls, {Shown.Percent(share)} of all: {Shorten(statement.Text)}",
            mean > Slow ? "Read the whole statement, and see its plan with EXPLAIN (ANALYZE, BUFFERS)." : null,
            mean > Slow ? $"SELECT query FROM {schema}.pg_stat_statements WHERE queryid = {statement.Id}" : null);
    }

    private static string Shorten(string text)
    {
        var clean = StatementText.Clean(text) ?? "its text has values, and is not shown";
        return clean.Length <= ShownLength ? clean : $"{clean[..ShownLength].TrimEnd()} ...";
    }
}
