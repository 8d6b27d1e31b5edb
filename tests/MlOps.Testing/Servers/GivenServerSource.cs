using Npgsql;

namespace MlOps.Testing.Servers;

/// <summary>A server that runs already. The tests need a superuser there.</summary>
internal sealed class GivenServerSource(string connectionString) : ServerSource
{
    public override async Task<string> StartAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand("SHOW is_superuser", connection);
            if (await command.ExecuteScalarAsync() is "on")
                return connectionString;
        }
        catch (NpgsqlException e)
        {
            throw new InvalidOperationException($"The server that {Variable} names cannot be used: {e.Message}", e);
        }

        throw new InvalidOperationException(
            $"The user of {Variable} is no superuser. Tests create databases and roles; name a superuser of a server for tests alone.");
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
