using MlOps.Persistence;
using Npgsql;

namespace MlOps.Testing;

/// <summary>Empties the tables of a database, and the materialized views that hold something, by statements that are made once.</summary>
internal sealed class DatabaseReset
{
    // Partitions are emptied with the tables that they belong to.
    private const string FindTables =
        $$"""
        SELECT string_agg(format('%I.%I', nspname, relname), ', ')
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE relkind IN ('r', 'p') AND NOT relispartition
          AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
          AND relname NOT IN ('{{MlOpsDbContextOptionsExtensions.HistoryTable}}', '__EFMigrationsHistory')
        """;

    // Which cost too much to be refreshed after each test, where hardly one fills them.
    private const string FindViews =
        """
        SELECT string_agg(format('IF EXISTS (SELECT FROM %1$I.%2$I) THEN REFRESH MATERIALIZED VIEW %1$I.%2$I; END IF;', nspname, relname), ' ')
        FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE relkind = 'm' AND relispopulated
        """;

    private readonly NpgsqlDataSource _dataSource;
    private readonly string _statement;

    private DatabaseReset(NpgsqlDataSource dataSource, string tables, string? views)
    {
        _dataSource = dataSource;
        _statement = $"TRUNCATE {tables} CASCADE; DO $reset$ BEGIN {views} END $reset$";
    }

    public static async Task<DatabaseReset> CreateAsync(NpgsqlDataSource dataSource)
    {
        await using var findTables = dataSource.CreateCommand(FindTables);
        var tables = await findTables.ExecuteScalarAsync() as string
            ?? throw new InvalidOperationException("The database has no tables to reset. Was it made from the template?");
        await using var findViews = dataSource.CreateCommand(FindViews);
        return new DatabaseReset(dataSource, tables, await findViews.ExecuteScalarAsync() as string);
    }

    public async Task RunAsync()
    {
        await using var command = _dataSource.CreateCommand(_statement);
        await command.ExecuteNonQueryAsync();
    }
}
