using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

/// <summary>A person with a login of their own.</summary>
internal sealed class SecondLogin(TestDatabase database) : IAsyncDisposable
{
    public const string Name = "gate_approver";

    private NpgsqlDataSource? _source;

    public async Task<MlOpsDbContext> CreateContextAsync()
    {
        await database.ExecuteAsync(
            $"""
            DO $$ BEGIN
                IF to_regrole('{Name}') IS NULL THEN
                    CREATE ROLE {Name} LOGIN PASSWORD '{Name}' IN ROLE {MlOpsRoles.App};
                END IF;
            END $$
            """);
        _source ??= NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.OwnerConnectionString)
        {
            Username = Name,
            Password = Name,
        }.ConnectionString);
        var options = new DbContextOptionsBuilder<MlOpsDbContext>();
        options.UseMlOps(_source);
        return RenamedRun.CreateContext(options.Options);
    }

    public ValueTask DisposeAsync() => _source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
