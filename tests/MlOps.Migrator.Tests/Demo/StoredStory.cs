using MlOps.Migrator.Demo.World;
using Npgsql;

namespace MlOps.Migrator.Tests.Demo;

/// <summary>What a demo has stored, read by SQL and compared with what was to happen.</summary>
internal sealed class StoredStory(string connectionString)
{
    /// <summary>Each of these happens once, however often the demo runs.</summary>
    public const string Once =
        "6 models; 9 versions, 6 in production; 15 moves, 0 of them later; " +
        "reject task-success, pending_approval task-success, promote task-success; " +
        "1 request, decided; 2 monitors; 14 days watched or more: t";

    public async Task<string> ReadOnceAsync()
    {
        const string Sql =
            """
            SELECT format('%s models; %s versions, %s in production; %s moves, %s of them later; %s; %s request, %s; %s monitors; 14 days watched or more: %s',
                (SELECT count(*) FROM ml_models),
                (SELECT count(*) FROM model_versions),
                (SELECT count(*) FROM model_versions WHERE stage = 'Production'),
                (SELECT count(*) FROM model_stage_transitions),
                (SELECT count(*) FROM model_stage_transitions WHERE created_at > (SELECT min(created_at) FROM ml_models) + interval '340 hours'),
                (SELECT string_agg(action || ' ' || model_name, ', ' ORDER BY timestamp) FROM retraining_decisions),
                (SELECT count(*) FROM ml_retraining_requests),
                (SELECT min(CASE WHEN decision_id IS NULL THEN 'open' ELSE 'decided' END) FROM ml_retraining_requests),
                (SELECT count(*) FROM ml_monitors),
                (SELECT count(DISTINCT date_trunc('second', timestamp)) >= 14 FROM monitoring_metrics))
            """;
        return await ScalarAsync<string>(Sql);
    }

    /// <summary>The predictions are those of the demo's cases up to a time, each of them once, with its label if that is known.</summary>
    public async Task AssertCasesAsync(DateTimeOffset from, DateTimeOffset until)
    {
        var registered = await ScalarAsync<DateTime>("SELECT min(created_at) FROM ml_models");
        var calendar = Calendar.Of(new DateTimeOffset(registered, TimeSpan.Zero));
        var all = Enumerable.Range(1, calendar.DayOf(until))
            .SelectMany(day => DemoServices.All.SelectMany(service =>
                CaseDay.Draw(service, calendar.StartOf(day), Calendar.HasChanged(day))))
            .ToList();
        await AssertBetweenAsync(
            "SELECT count(*) FROM ml_predictions", all.Count(asked => asked.At < from), all.Count(asked => asked.At < until));
        await AssertBetweenAsync(
            "SELECT count(*) FROM ml_predictions WHERE actual_value IS NOT NULL",
            all.Count(asked => asked.LabelledAt < from),
            all.Count(asked => asked.LabelledAt < until));
        await AssertBetweenAsync(
            "SELECT count(*) FROM ml_feedback", all.Count(asked => asked.RatedAt < from), all.Count(asked => asked.RatedAt < until));
        Assert.Equal(0, await ScalarAsync<long>("SELECT count(*) FROM ml_dead_letters"));
    }

    /// <summary>No row of any table is of the future.</summary>
    public async Task AssertNothingIsOfTheFutureAsync()
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var tables = dataSource.CreateCommand(
            """
            SELECT string_agg(format('SELECT %L AS place, count(*) FROM %I WHERE %I > now()', table_name || '.' || column_name, table_name,
                column_name), ' UNION ALL ')
            FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND data_type = 'timestamp with time zone'
                AND column_name NOT IN ('next_due_at', 'leased_until', 'starts_at', 'ends_at', 'retry_at')
            """);
        var sql = (string)(await tables.ExecuteScalarAsync())!;
        await using var command = dataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var places = 0;
        while (await reader.ReadAsync())
        {
            places++;
            Assert.True(reader.GetInt64(1) == 0, $"{reader.GetString(0)} has {reader.GetInt64(1)} times of the future.");
        }

        Assert.True(places > 100, $"Only {places} columns were looked at.");
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private async Task AssertBetweenAsync(string sql, long least, long most) => Assert.InRange(await ScalarAsync<long>(sql), least, most);
}
