using Microsoft.EntityFrameworkCore;
using MlOps.Benchmarks.Baselines;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Logins;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Benchmarks;

/// <summary>A server that waits for its disk, as one in production does, with a migrated database and its slices.</summary>
internal sealed class BenchmarkDatabase() : TestServer(Settings)
{
    // No checkpoint and no vacuum begins in the middle of one measurement and not in the other: there is a checkpoint
    // before each.
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["shared_buffers"] = "1GB",
        ["max_wal_size"] = "8GB",
        ["checkpoint_timeout"] = "1h",
        ["wal_compression"] = "off",
        ["autovacuum"] = "off",
        ["track_commit_timestamp"] = "on",
    };

    private string _connectionString = "";

    /// <summary>Connections as the owner of everything.</summary>
    public NpgsqlDataSource Owner { get; private set; } = null!;

    /// <summary>Connections as the role that may write into the partitions themselves.</summary>
    public NpgsqlDataSource Service { get; private set; } = null!;

    /// <summary>Connections as a role that policies hold for.</summary>
    public NpgsqlDataSource App { get; private set; } = null!;

    /// <summary>The same as a login that is bound to the default tenant.</summary>
    public NpgsqlDataSource Bound { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _connectionString = await CreateDatabaseAsync();
        Owner = NpgsqlDataSource.Create(_connectionString);
        Service = NpgsqlDataSource.Create(ConnectionStringAs(MlOpsRoles.Service));
        await using var context = CreateContext(Owner);
        App = await CreateLoginAsync(
            "benchmark_app", login => ExecuteAsync($"CREATE ROLE {login} LOGIN PASSWORD '{login}'; GRANT {MlOpsRoles.App} TO {login}"));
        Bound = await CreateLoginAsync(
            "benchmark_bound", login => new LoginMaintenance(context).CreateAsync(login, Tenants.Default, password: login));
        await new SliceMaintenance(context).EnsureAsync(Population.Start, Population.Start.AddMonths(1));
        await ExecuteAsync(ParentKeySchema.Sql(Population.Slice));
    }

    /// <summary>For those who make their data source themselves.</summary>
    public string ConnectionStringAs(string role) =>
        new NpgsqlConnectionStringBuilder(_connectionString) { Options = $"-c role={role}" }.ConnectionString;

    public override async ValueTask DisposeAsync()
    {
        foreach (var dataSource in (NpgsqlDataSource?[])[Owner, Service, App, Bound])
        {
            if (dataSource is not null)
                await dataSource.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <summary>A context as applications have it.</summary>
    public override MlOpsDbContext CreateContext(NpgsqlDataSource dataSource, Guid? tenantId = null) =>
        CreateContext(dataSource, maxBatchSize: null);

    /// <summary>A context whose SaveChanges sends so many statements at once.</summary>
    public static MlOpsDbContext CreateContext(NpgsqlDataSource dataSource, int? maxBatchSize)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(dataSource, configure: npgsql =>
        {
            if (maxBatchSize is { } size)
                npgsql.MaxBatchSize(size);
        });
        return new MlOpsDbContext(builder.Options);
    }

    /// <summary>Empties the tables of predictions and metrics, and lets the server write down what it has in memory.</summary>
    public Task ResetAsync() => ExecuteAsync(
        $"TRUNCATE ml_predictions, {ParentKeySchema.Name}.ml_predictions, system_performance_metrics CASCADE; CHECKPOINT");

    // A superuser that sets its role is asked more than a login of the role.
    private async Task<NpgsqlDataSource> CreateLoginAsync(string name, Func<string, Task> create)
    {
        await create(name);
        return NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(_connectionString) { Username = name, Password = name }.ConnectionString);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
