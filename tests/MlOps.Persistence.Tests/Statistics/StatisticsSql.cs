using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>Asks functions as psql or a dashboard does: by SQL, in a session of a tenant.</summary>
internal static class StatisticsSql
{
    /// <summary>Reads a row for each answer. A missing value is null.</summary>
    public static async Task<List<T>> AskAsync<T>(
        this MlOpsDbContext context, Func<NpgsqlDataReader, T> read, string sql, params (string Name, object? Value)[] parameters)
    {
        await context.Database.OpenConnectionAsync();
        try
        {
            await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)context.Database.GetDbConnection());
            foreach (var (name, value) in parameters)
                command.Parameters.AddWithValue(name, value ?? DBNull.Value);

            await using var reader = await command.ExecuteReaderAsync();
            var rows = new List<T>();
            while (await reader.ReadAsync())
                rows.Add(read(reader));

            return rows;
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    public static double? FindDouble(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetDouble(column);

    public static T? Find<T>(this NpgsqlDataReader reader, int column)
        where T : class =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<T>(column);

    public static T? Find<T>(this NpgsqlDataReader reader, string column)
        where T : class =>
        reader.Find<T>(reader.GetOrdinal(column));

    public static double? FindDouble(this NpgsqlDataReader reader, string column) => reader.FindDouble(reader.GetOrdinal(column));
}
