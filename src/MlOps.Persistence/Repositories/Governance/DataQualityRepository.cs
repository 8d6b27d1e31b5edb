using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Configurations.Governance;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>Data quality: evaluates rules, and stores their results as scores of tables.</summary>
public sealed class DataQualityRepository(MlOpsDbContext context)
{
    // A caller that loses a race finds the winner's check in the next attempt.
    private const int MaxAttempts = 3;

    /// <summary>
    /// Counts the rows of a window by each rule, with one statement for each rule, and saves the context with the
    /// results. A table whose score is below 90% then has an open alert, by the rule "low data quality", until a later
    /// evaluation finds a better score.
    /// </summary>
    public async Task<IReadOnlyList<DataQualityResult>> EvaluateAsync(
        IReadOnlyCollection<DataQualityRule> rules,
        TimeWindow window,
        DateTimeOffset at,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rules);
        if (rules.CountBy(rule => rule.Name).FirstOrDefault(names => names.Value > 1).Key is { } twice)
            throw new ArgumentException(
                $"Two rules are named '{twice}', and the name of a rule identifies its results. Rename or remove one of them.",
                nameof(rules));

        var checks = new Dictionary<string, DataQualityCheck>();
        var results = new List<DataQualityResult>(rules.Count);
        try
        {
            return await context.InTransactionAsync(
                async () =>
                {
                    // In the same order for all callers, so that two of them do not wait for each other.
                    foreach (var rule in rules.OrderBy(rule => rule.Name, StringComparer.Ordinal))
                        checks.Add(rule.Name, await DeclareAsync(rule, at, cancellationToken).ConfigureAwait(false));

                    foreach (var rule in rules)
                    {
                        var (passed, failed) = await CountAsync(rule, window, cancellationToken).ConfigureAwait(false);
                        results.Add(DataQualityResult.Record(checks[rule.Name], window, passed, failed, at));
                    }

                    context.DataQualityResults.AddRange(results);
                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                    await UpdateAlertsAsync([.. rules.Select(rule => rule.TableName)], at, cancellationToken)
                        .ConfigureAwait(false);
                    return results;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // The caller's next SaveChanges must not store what was rolled back, and the next query must not return it.
            context.Detach([.. checks.Values, .. results]);
            throw;
        }
    }

    /// <summary>
    /// Counts the rows of a window by the rules that every tenant has, with the thresholds that somebody gave them. Otherwise it is as
    /// <see cref="EvaluateAsync"/>.
    /// </summary>
    public async Task<IReadOnlyList<DataQualityResult>> EvaluateDefaultsAsync(
        TimeWindow window, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var thresholds = await context.InTransactionAsync(
            () => context.DataQualityChecks.AsNoTracking()
                .ToDictionaryAsync(check => check.Name, check => check.Threshold, cancellationToken),
            cancellationToken).ConfigureAwait(false);
        var rules = DefaultQualityRules.Create(context)
            .Select(rule => rule with { Threshold = thresholds.GetValueOrDefault(rule.Name, rule.Threshold) });
        return await EvaluateAsync([.. rules], window, at, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the latest result of each check, with the check, by the name of the check.</summary>
    public IAsyncEnumerable<DataQualityResult> StreamLatestAsync() =>
        context.DataQualityChecks.AsNoTracking()
            .OrderBy(check => check.Name)
            .SelectMany(check => context.DataQualityResults.Include(result => result.Check)
                .Where(result => result.CheckId == check.Id)
                .OrderByDescending(result => result.CreatedAt)
                .Take(1))
            .AsAsyncEnumerable();

    /// <summary>Reads the score of each table by the latest result of each of its checks, the worst first.</summary>
    public IAsyncEnumerable<TableScore> StreamScoresAsync()
    {
        var c = context.GetTable<DataQualityCheck>("c");
        var r = context.GetTable<DataQualityResult>("r");
        return context.QuerySql<TableScore>(
            $"""
            SELECT {c[x => x.TableName]} AS "TableName", avg(latest.score) AS "Score", count(*)::int AS "Checks",
                (count(*) FILTER (WHERE NOT latest.passed))::int AS "Failed"
            FROM {c} CROSS JOIN LATERAL (
                SELECT {r[x => x.Score]} AS score, {r[x => x.Passed]} AS passed FROM {r}
                WHERE {r[x => x.TenantId]} = {context.TenantId} AND {r[x => x.CheckId]} = {c[x => x.Id]}
                ORDER BY {r[x => x.CreatedAt]} DESC LIMIT 1) AS latest
            WHERE {c[x => x.TenantId]} = {context.TenantId}
            GROUP BY 1
            ORDER BY 2, 1
            """).AsAsyncEnumerable();
    }

    /// <summary>Reads the latest results of a check, the newest first.</summary>
    public IAsyncEnumerable<DataQualityResult> StreamResultsAsync(string checkName, int count) =>
        context.DataQualityResults.AsNoTracking()
            .Where(result => context.DataQualityChecks.Any(
                check => check.Id == result.CheckId && check.Name == checkName))
            .OrderByDescending(result => result.CreatedAt)
            .Take(count)
            .AsAsyncEnumerable();

    private async Task UpdateAlertsAsync(
        HashSet<string> tables, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var alerts = new DataQualityAlerts(context);
        var scores = await StreamScoresAsync().Where(score => tables.Contains(score.TableName))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var score in scores)
            await alerts.UpdateAsync(score, at, cancellationToken).ConfigureAwait(false);
    }

    private async Task<DataQualityCheck> DeclareAsync(
        DataQualityRule rule, DateTimeOffset at, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var check = await context.DataQualityChecks
                .SingleOrDefaultAsync(stored => stored.Name == rule.Name, cancellationToken)
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
                    [check],
                    [DataQualityCheckConfiguration.UniqueName],
                    $"Other writers keep changing rule '{rule.Name}'. " +
                    "Declare it the same way everywhere, and try again.",
                    cancellationToken).ConfigureAwait(false);
                return check;
            }
            catch (MlOpsException e) when (e.Error == MlOpsError.Conflict && attempt < MaxAttempts)
            {
                // Another writer was faster, most often with the same rule.
            }
        }
    }

    private async Task<(long Passed, long Failed)> CountAsync(
        DataQualityRule rule, TimeWindow window, CancellationToken cancellationToken)
    {
        var rows = rule.Lookback is { } span ? EndWith(window.End, span) : window;
        var (low, high) = rows.ToIdRange();
        var command = new NpgsqlCommand(rule.Sql, (NpgsqlConnection)context.Database.GetDbConnection());
        await using (command.ConfigureAwait(false))
        {
            command.CommandTimeout = context.Database.GetCommandTimeout() ?? command.CommandTimeout;
            command.Parameters.AddWithValue("tenant", context.TenantId);
            command.Parameters.AddWithValue("start", rows.Start);
            command.Parameters.AddWithValue("end", rows.End);
            command.Parameters.AddWithValue("low", low);
            command.Parameters.AddWithValue("high", high);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return (reader.GetInt64(0), reader.GetInt64(1));
            }
        }
    }

    private static TimeWindow EndWith(DateTimeOffset end, TimeSpan length) =>
        new(length < end - DateTimeOffset.UnixEpoch ? end - length : DateTimeOffset.UnixEpoch, end);
}
