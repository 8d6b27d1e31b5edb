using System.Security.Cryptography;
using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Testing;

/// <summary>
/// A migrated database that test databases are copied from. The processes of a run that have the same context in the same build share
/// it, and the first one makes it.
/// </summary>
internal sealed class TemplateDatabase(string administrator, Func<NpgsqlDataSource, MlOpsDbContext> createContext)
{
    private const string Lock = "SELECT pg_advisory_lock(hashtext('mlops-template'))";

    /// <summary>Makes it if it is not there. Returns its name.</summary>
    public async Task<string> EnsureAsync()
    {
        await using var connection = new NpgsqlConnection(administrator);
        await connection.OpenAsync();
        await ExecuteAsync(connection, Lock);
        var name = FindName();
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await find.ExecuteScalarAsync() is null)
        {
            // A run that is killed meanwhile leaves a database of another name.
            var draft = $"{name}_{Guid.NewGuid():N}";
            await ExecuteAsync(connection, $"CREATE DATABASE {draft}");
            await MigrateAsync(draft);
            await ExecuteAsync(connection, $"ALTER DATABASE {draft} RENAME TO {name}");
        }

        return name;
    }

    // Of what was built: a run with another schema, right after this one, must not find this one's.
    private string FindName()
    {
        using var dataSource = NpgsqlDataSource.Create(administrator);
        using var context = createContext(dataSource);
        var builds = new[] { context.GetType(), typeof(MlOpsDbContext), typeof(ServerVersion), typeof(Entity) }
            .Select(type => type.Module.ModuleVersionId.ToByteArray());
        var hash = SHA256.HashData([.. builds.SelectMany(bytes => bytes), .. System.Text.Encoding.UTF8.GetBytes(context.GetType().FullName!)]);
        return $"template_{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    private async Task MigrateAsync(string database)
    {
        // Without a pool, since CREATE DATABASE needs a template that nobody is connected to.
        var connectionString = new NpgsqlConnectionStringBuilder(administrator) { Database = database, Pooling = false }.ConnectionString;
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var context = createContext(dataSource);
        await new SchemaUpgrade(context).MigrateAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
