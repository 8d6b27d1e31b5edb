using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>Closes a database to everybody and opens it again.</summary>
internal static class Access
{
    public static async Task CloseToOthersAsync(this TestDatabase database)
    {
        database.DataSource.Clear();
        database.OwnerDataSource.Clear();
        await RunAsync(database, $"ALTER DATABASE {NameOf(database)} ALLOW_CONNECTIONS false");
        await RunAsync(database, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{NameOf(database)}'");
    }

    public static Task OpenToOthersAsync(this TestDatabase database) =>
        RunAsync(database, $"ALTER DATABASE {NameOf(database)} ALLOW_CONNECTIONS true");

    private static string NameOf(TestDatabase database) => new NpgsqlConnectionStringBuilder(database.OwnerConnectionString).Database!;

    private static async Task RunAsync(TestDatabase database, string sql)
    {
        var elsewhere = new NpgsqlConnectionStringBuilder(database.OwnerConnectionString) { Database = "postgres", Pooling = false };
        await using var connection = new NpgsqlConnection(elsewhere.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
