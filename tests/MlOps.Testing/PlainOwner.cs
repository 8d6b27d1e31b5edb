using Npgsql;

namespace MlOps.Testing;

/// <summary>A user that owns a database and may create roles, but is not a superuser.</summary>
internal sealed class PlainOwner : IAsyncDisposable
{
    private readonly TestServer _server;
    private readonly NpgsqlDataSource _administrator;
    private readonly string _tenantSetting;

    private PlainOwner(TestServer server, string connectionString, string name, string tenantSetting)
    {
        _tenantSetting = tenantSetting;
        _server = server;
        Name = name;
        _administrator = NpgsqlDataSource.Create(connectionString);
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Username = name, Password = name }.ConnectionString;
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public string Name { get; }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    public static async Task<PlainOwner> CreateAsync(
        TestServer server, string rights = "CREATEROLE", string tenantSetting = "mlops.tenant_id")
    {
        var connectionString = await server.CreateEmptyDatabaseAsync();
        var database = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        var owner = new PlainOwner(server, connectionString, database.Replace("test_", "owner_", StringComparison.Ordinal), tenantSetting);
        await owner.AsAdministratorAsync(
            $"CREATE ROLE {owner.Name} LOGIN {rights} PASSWORD '{owner.Name}'; ALTER DATABASE {database} OWNER TO {owner.Name}");
        // From PostgreSQL 16 on, such a user cannot grant roles that another user has created, for instance in an earlier test.
        await owner.AsAdministratorAsync(
            $"""
            DO $$ BEGIN
                IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mlops_owner') THEN GRANT mlops_owner TO {owner.Name}; END IF;
            END $$
            """);
        return owner;
    }

    public async Task AsAdministratorAsync(string sql)
    {
        await using var command = _administrator.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Runs SQL as the owner, or as another role of an administrator, in the session of a tenant or of none.</summary>
    public async Task<T> ScalarAsync<T>(string sql, string? role = null, Guid? tenant = null)
    {
        await using var connection = await (role is null ? DataSource : _administrator).OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        if (role is not null)
        {
            command.CommandText = $"SET ROLE {role}";
            await command.ExecuteNonQueryAsync();
        }

        command.CommandText = $"SELECT set_config('{_tenantSetting}', '{tenant}', false)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = sql;
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _administrator.DisposeAsync();
        await _server.DropDatabaseAsync(_administrator.ConnectionString);
    }
}
