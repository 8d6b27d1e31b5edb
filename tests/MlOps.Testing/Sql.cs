using Npgsql;

namespace MlOps.Testing;

/// <summary>Plain SQL without EF, to see what the database really contains.</summary>
internal static class Sql
{
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
