using MlOps.PrivateServer.Files;
using Npgsql;

namespace MlOps.PrivateServer.Servers;

/// <summary>Connects to find out whether a server answers, is ours, and is complete.</summary>
internal static class ServerProbe
{
    private const string Question = """
        SELECT current_setting('data_directory'), current_setting('server_version'), pg_postmaster_start_time(),
               EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)
        """;

    /// <summary>
    /// Returns null if the server of this directory does not answer, and gives the reason to <paramref name="explain" />.
    /// </summary>
    public static async Task<ServerAnswer?> AskAsync(
        int port, string password, string dataDirectory, Action<string> explain, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenAsync(port, password, cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                var answer = await AskAsync(connection, port, password, cancellationToken).ConfigureAwait(false);
                if (RealPath.AreEqual(answer.DataDirectory, dataDirectory))
                    return answer;
                explain($"the server on port {port} serves {answer.DataDirectory}");
            }
        }
        catch (NpgsqlException exception)
        {
            explain(exception.Message);
        }

        return null;
    }

    public static async Task CreateDatabaseAsync(int port, string password, CancellationToken cancellationToken)
    {
        var connection = await OpenAsync(port, password, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var command = new NpgsqlCommand($"CREATE DATABASE {LocalServerInfo.Database}", connection);
            await using (command.ConfigureAwait(false))
                await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<NpgsqlConnection> OpenAsync(int port, string password, CancellationToken cancellationToken)
    {
        var settings = LocalServerInfo.Connect(port, password, "postgres");
        settings.Pooling = false;
        settings.Timeout = 5;
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<ServerAnswer> AskAsync(
        NpgsqlConnection connection, int port, string password, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(Question, connection)
        {
            Parameters = { new NpgsqlParameter { Value = LocalServerInfo.Database } },
        };
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var version = reader.GetString(1).Split(' ')[0];
                var started = reader.GetFieldValue<DateTimeOffset>(2);
                var info = new LocalServerInfo(port, password, version, started);
                return new ServerAnswer(reader.GetString(0), info, HasDatabase: reader.GetBoolean(3));
            }
        }
    }
}
