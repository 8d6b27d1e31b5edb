using Npgsql;

namespace MlOps.Testing;

/// <summary>Plain SQL without EF, to see what the database really contains.</summary>
internal static class Sql
{
    public static async Task<int> ExecuteAsync(this TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync();
    }

    public static async Task<T> ScalarAsync<T>(this TestDatabase database, string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static Task<long> CountAsync(this TestDatabase database, string table) =>
        database.ScalarAsync<long>($"SELECT count(*) FROM {table}");

    public static Task<List<string>> ColumnAsync(this TestDatabase database, string sql) => database.DataSource.ColumnAsync(sql);

    public static async Task<List<string>> ColumnAsync(this NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
            values.Add(reader.GetString(0));

        return values;
    }
}
