using MlOps.Persistence;
using Npgsql;

namespace MlOps.Testing;

/// <summary>Empties the tables of a database in one statement, which is made once.</summary>
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

    private readonly NpgsqlDataSource _dataSource;
    private readonly string _statement;

    private DatabaseReset(NpgsqlDataSource dataSource, string tables)
    {
        _dataSource = dataSource;
        _statement = $"TRUNCATE {tables} CASCADE";
    }

    public static async Task<DatabaseReset> CreateAsync(NpgsqlDataSource dataSource)
    {
        await using var command = dataSource.CreateCommand(FindTables);
        var tables = await command.ExecuteScalarAsync() as string
            ?? throw new InvalidOperationException("The database has no tables to reset. Was it made from the template?");
        return new DatabaseReset(dataSource, tables);
    }

    public async Task RunAsync()
    {
        await using var command = _dataSource.CreateCommand(_statement);
        await command.ExecuteNonQueryAsync();
    }
}
