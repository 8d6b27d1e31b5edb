using System.Globalization;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>The chain of decisions and moves, the views of decisions and of recent runs, and that nothing lies in the future.</summary>
internal sealed class ViewCheck(TestDatabase database, MlOpsDbContext context, YearDiary diary)
{
    public static readonly string OwnTenant = $"tenant_id = '{Tenants.Default}'";

    public static string TimeOf(string column) => $"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')";

    public static string Show(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    public async Task RunAsync(IReadOnlyList<ExpectedWindow> windows)
    {
        await AssertChainAsync();
        await AssertDecisionsAsync();
        await AssertRecentRunsAsync(windows);
        await AssertNothingIsInTheFutureAsync();
    }

    private async Task AssertChainAsync()
    {
        var decisions = new RetrainingDecisionRepository(context);
        var chain = Assert.Single(await decisions.VerifyChainsAsync(YearPeople.ModelName));
        Assert.Equal((null, diary.Moves.Count + diary.Gates.Count), (chain.Fault, chain.Length));
        Assert.All(await decisions.VerifyChainsAsync(null), other => Assert.Null(other.Fault));
        Assert.Empty(await decisions.StreamFaultsAsync(null).ToListAsync());
        await foreach (var decision in decisions.StreamRecentAsync(YearPeople.ModelName, 100).Where(decision => decision.HasEvidence))
        {
            var replay = decision.Replay();
            Assert.Equal((decision.Action, 0), (replay.Verdict!.Action, replay.Faults.Count));
        }
    }

    private async Task AssertDecisionsAsync()
    {
        var stored = await new RetrainingDecisionRepository(context).StreamRecentAsync(YearPeople.ModelName, 100)
            .ToDictionaryAsync(decision => decision.Id);
        Assert.Equal(
            diary.Gates.OrderByDescending(asked => asked.At).Select(asked =>
            {
                var rows = new ComparedRows(diary, asked);
                return $"{asked.Decision} {Show(asked.At)} {asked.Trigger} {asked.Action} {asked.Challenger.Id} {rows.Paired.Count} "
                    + $"{100.0 * rows.Labelled.Count / rows.Predictions.Count:R} {stored[asked.Decision].RejectionReasons.Count}";
            }).Select(line => line.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()),
            (await database.ColumnAsync(
                $"""
                SELECT concat_ws(' ', id, {TimeOf("timestamp")}, trigger_reason, action, candidate_version_id, labeled_samples,
                    coverage_pct, cardinality(rejection_reasons))
                FROM v_decision_history WHERE model_name = '{YearPeople.ModelName}' AND {OwnTenant} ORDER BY timestamp DESC
                """)).Select(line => line.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant()));
    }

    // No test can set the clock of the server, so the runs of the last weeks move to the present instead, and nobody else sees it.
    private async Task AssertRecentRunsAsync(IReadOnlyList<ExpectedWindow> windows)
    {
        Assert.Empty(await database.ColumnAsync($"SELECT id::text FROM v_recent_monitoring WHERE {OwnTenant}"));
        var last = YearScript.Week(YearScript.LastWindow);
        await using var connection = await database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"""
            SET LOCAL session_replication_role = replica;
            UPDATE monitoring_metrics SET timestamp = timestamp + (date_trunc('second', now()) - '{Show(last.AddDays(1))}Z'::timestamptz)
            WHERE {OwnTenant} AND timestamp > '{Show(YearScript.Week(YearScript.LastWindow - 5))}Z';
            SELECT concat_ws(' ', id, num_predictions, num_drifted_features, dataset_drift_detected)
            FROM v_recent_monitoring WHERE {OwnTenant} ORDER BY 1
            """;
        var found = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                found.Add(reader.GetString(0));
        }

        await transaction.RollbackAsync();
        Assert.NotEmpty(found);
        Assert.Equal(
            windows.Where(window => window.Run.Timestamp >= last)
                .Select(window =>
                    $"{window.Run.Id} {window.Predictions} {window.DriftedFeatures} {(window.DatasetDrift ? "t" : "f")}")
                .Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    // The server notes by its own clock when something arrived, and when a row changed.
    private async Task AssertNothingIsInTheFutureAsync()
    {
        var columns = await database.ColumnAsync(
            $"""
            SELECT concat(table_name, '.', column_name) FROM information_schema.columns
            WHERE data_type = 'timestamp with time zone' AND column_name NOT IN ('received_at', 'label_received_at', 'updated_at')
                AND table_schema = 'public' AND table_name IN ({string.Join(", ", YearNeighbours.Tables.Select(table => $"'{table}'"))})
            ORDER BY 1
            """);
        Assert.True(columns.Count > YearNeighbours.Tables.Count, string.Join(", ", columns));
        foreach (var column in columns)
        {
            var latest = await database.ScalarAsync<object>(
                $"SELECT coalesce(max(t.{column.Split('.')[1]}), '-infinity')::text FROM {column.Split('.')[0]} t WHERE {OwnTenant}");
            Assert.True(
                string.CompareOrdinal((string)latest, $"{YearScript.End.AddHours(1):yyyy-MM-dd HH}") <= 0, $"{column} has {latest}.");
        }
    }
}
