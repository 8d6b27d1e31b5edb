using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>A login of mlops_app that knows its tenant and the views for clients, as an administrator makes it.</summary>
internal sealed class PlainLogin(TestDatabase database) : IAsyncDisposable
{
    public const string Name = "plain_client";

    private NpgsqlDataSource? _source;

    public NpgsqlConnectionStringBuilder Settings => new(database.OwnerConnectionString) { Username = Name, Password = Name };

    public async Task CreateAsync()
    {
        await database.ExecuteAsync(
            $"""
            DO $$ BEGIN
                IF to_regrole('{Name}') IS NULL THEN
                    CREATE ROLE {Name} LOGIN PASSWORD '{Name}' IN ROLE {MlOpsRoles.App};
                END IF;
            EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
            END $$;
            """);
        await database.ExecuteAsync(
            $"""
            DO $$ BEGIN
                EXECUTE format('ALTER ROLE {Name} IN DATABASE %I SET mlops.tenant_id = ''{Tenants.Default}''', current_database());
                EXECUTE format('ALTER ROLE {Name} IN DATABASE %I SET search_path = mlops_clients, public', current_database());
            END $$
            """);
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        if (_source is null)
        {
            await CreateAsync();
            _source = NpgsqlDataSource.Create(Settings.ConnectionString);
        }

        return await _source.OpenConnectionAsync();
    }

    /// <summary>Runs a statement with ids in place of the words that stand for them, and returns the first value.</summary>
    public async Task<object?> RunAsync(string sql, params (string Word, object Value)[] words)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(
            words.Aggregate(sql, (text, word) => text.Replace(word.Word, $"{word.Value}", StringComparison.Ordinal)), connection);
        return await command.ExecuteScalarAsync();
    }

    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
