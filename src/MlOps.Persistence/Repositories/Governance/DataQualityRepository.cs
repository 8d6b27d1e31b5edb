using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Configurations.Governance;
using MlOps.Persistence.Ingestion;
using Npgsql;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>Rules that rows are to keep, and how far they do.</summary>
public sealed class DataQualityRepository(MlOpsDbContext context)
{
    // Whoever loses a race finds what won it.
    private const int MaxTries = 3;

    /// <summary>
    /// Counts the rows of a window by each rule, one statement a rule, and stores the results. A table whose score is below 90% then
    /// has an open alert, by the rule "Data quality of" it, until an evaluation finds it better.
    /// </summary>
    public async Task<IReadOnlyList<DataQualityResult>> EvaluateAsync(
        IReadOnlyCollection<DataQualityRule> rules, TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.CountBy(rule => rule.Name).FirstOrDefault(names => names.Value > 1).Key is { } twice)
            throw new ArgumentException($"Rule '{twice}' is there twice, and results go by the names of rules. Leave one out, or name it otherwise.", nameof(rules));

        var checks = new Dictionary<string, DataQualityCheck>();
        var results = new List<DataQualityResult>(rules.Count);
        try
        {
            return await Atomically.RunAsync(
                context,
                async () =>
                {
                    // In one order, so that two who declare the same rules at once do not wait for each other.
                    foreach (var rule in rules.OrderBy(rule => rule.Name, StringComparer.Ordinal))
                        checks.Add(rule.Name, await DeclareAsync(rule, at, cancellationToken).ConfigureAwait(false));

                    foreach (var rule in rules)
                    {
                        var (passed, failed) = await CountAsync(rule, window, cancellationToken).ConfigureAwait(false);
                        results.Add(DataQualityResult.Record(checks[rule.Name], window, passed, failed, at));
                    }

                    context.DataQualityResults.AddRange(results);
                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                    await GiveAlarmAsync([.. rules.Select(rule => rule.TableName)], window, at, cancellationToken).ConfigureAwait(false);
                    return results;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // What was undone must not be saved by the caller's next SaveChanges, nor be found in memory instead of read.
            context.Forget([.. checks.Values, .. results]);
            throw;
        }
    }

    /// <summary>The score of each table, the worst first, by the latest result of each of its checks.</summary>
    public IAsyncEnumerable<TableScore> StreamScoresAsync() =>
        context.Database.SqlQuery<TableScore>(
            $"""
            SELECT c.table_name AS "TableName", avg(latest.score) AS "Score", count(*)::int AS "Checks",
                (count(*) FILTER (WHERE NOT latest.passed))::int AS "Failed"
            FROM data_quality_checks AS c CROSS JOIN LATERAL (
                SELECT r.score, r.passed FROM data_quality_results AS r
                WHERE r.tenant_id = {context.TenantId} AND r.check_id = c.id ORDER BY r.created_at DESC LIMIT 1) AS latest
            WHERE c.tenant_id = {context.TenantId}
            GROUP BY c.table_name
            ORDER BY 2, 1
            """).AsAsyncEnumerable();

    /// <summary>The results of a check, the newest first.</summary>
    public IAsyncEnumerable<DataQualityResult> StreamResultsAsync(string checkName, int count) =>
        context.DataQualityResults.AsNoTracking()
            .Where(result => context.DataQualityChecks.Any(check => check.Id == result.CheckId && check.Name == checkName))
            .OrderByDescending(result => result.CreatedAt)
            .Take(count)
            .AsAsyncEnumerable();

    private async Task GiveAlarmAsync(HashSet<string> tables, TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var alerts = new DataQualityAlerts(context);
        var scores = await StreamScoresAsync().Where(score => tables.Contains(score.TableName)).ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var score in scores)
            await alerts.UpdateAsync(score, window, at, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DataQualityCheck> DeclareAsync(DataQualityRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var check = await context.DataQualityChecks.SingleOrDefaultAsync(stored => stored.Name == rule.Name, cancellationToken)
                .ConfigureAwait(false);
            if (check is null)
            {
                check = DataQualityCheck.Define(rule.Name, rule.Kind, rule.TableName, rule.Sql, at, rule.Threshold);
                context.DataQualityChecks.Add(check);
            }
            else if ((check.Rule, check.Threshold) == (rule.Sql, rule.Threshold))
            {
                return check;
            }
            else
            {
                check.Redefine(rule.Sql, rule.Threshold, at);
            }

            try
            {
                await context.SaveOrConflictAsync(
                    [check], [DataQualityCheckConfiguration.UniqueName],
                    $"Others declare rule '{rule.Name}' all the time. Evaluate it again, and declare it in one way.", cancellationToken).ConfigureAwait(false);
                return check;
            }
            catch (MlOpsException e) when (e.Error == MlOpsError.Conflict && attempt < MaxTries)
            {
                // Another was faster, and most often with the same.
            }
        }
    }

    private async Task<(long Passed, long Failed)> CountAsync(DataQualityRule rule, TimeWindow window, CancellationToken cancellationToken)
    {
        var rows = rule.Lookback is { } span ? Before(window.End, span) : window;
        var command = new NpgsqlCommand(rule.Sql, (NpgsqlConnection)context.Database.GetDbConnection());
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("tenant", context.TenantId);
            command.Parameters.AddWithValue("start", rows.Start);
            command.Parameters.AddWithValue("end", rows.End);
            command.Parameters.AddWithValue("low", rows.Ids().First);
            command.Parameters.AddWithValue("high", rows.Ids().End);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return (reader.GetInt64(0), reader.GetInt64(1));
            }
        }
    }

    private static TimeWindow Before(DateTimeOffset end, TimeSpan span) =>
        new(span < end - DateTimeOffset.UnixEpoch ? end - span : DateTimeOffset.UnixEpoch, end);
}
