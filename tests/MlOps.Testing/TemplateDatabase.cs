using System.Security.Cryptography;
using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Testing;

/// <summary>
/// The migrated database from which test databases are copied. The processes of a run that have the same context in the same build
/// share it, and the first one creates it.
/// </summary>
internal sealed class TemplateDatabase(
    string administrator, Func<NpgsqlDataSource, MlOpsDbContext> createContext, Func<MlOpsDbContext, Task> createSchema)
{
    private const string Lock = "SELECT pg_advisory_lock(hashtext('mlops-template'))";

    /// <summary>Creates the template if it does not exist. Returns its name.</summary>
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
            // A run that is killed at this point leaves a database with another name behind.
            var draft = $"{name}_{Guid.NewGuid():N}";
            await ExecuteAsync(connection, $"CREATE DATABASE {draft}");
            await MigrateAsync(draft);
            await ExecuteAsync(connection, $"ALTER DATABASE {draft} RENAME TO {name}");
        }

        return name;
    }

    // The name depends on the build: a later run with another schema must not find this template.
    private string FindName()
    {
        using var dataSource = NpgsqlDataSource.Create(administrator);
        using var context = createContext(dataSource);
        var builds = new[] { context.GetType(), typeof(MlOpsDbContext), typeof(ServerVersion), typeof(Entity) }
            .Select(type => type.Module.ModuleVersionId.ToByteArray());
        var name = System.Text.Encoding.UTF8.GetBytes(context.GetType().FullName!);
        var hash = SHA256.HashData([.. builds.SelectMany(bytes => bytes), .. name]);
        return $"template_{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }

    private async Task MigrateAsync(string database)
    {
        // There is no pool, since CREATE DATABASE needs a template without connections.
        var connectionString = new NpgsqlConnectionStringBuilder(administrator) { Database = database, Pooling = false }.ConnectionString;
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var context = createContext(dataSource);
        await createSchema(context);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
