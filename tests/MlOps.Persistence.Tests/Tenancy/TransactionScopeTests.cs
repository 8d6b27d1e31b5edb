using System.Transactions;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>TenantScope.Transaction, on sessions that outlive their users, as behind pgbouncer.</summary>
public class TransactionScopeTests(TestDatabase database) : TwoTenantsTest(database)
{
    private const string KeptSessions = "No Reset On Close=true";

    [Theory]
    [InlineData(KeptSessions)]
    [InlineData($"{KeptSessions};Multiplexing=true")]
    public async Task Tenants_share_a_session_that_is_never_reset_and_never_rows(string sessions)
    {
        await using var app = App(sessions);
        for (var i = 0; i < 10; i++)
        {
            foreach (var tenant in (Guid[])[First, Second])
            {
                await using var context = TenantContexts.Create(app, tenant, TenantScope.Transaction);
                context.Add(Build.Model($"model-{i}"));
                await context.SaveChangesAsync();
                await using var transaction = await context.Database.BeginTransactionAsync();
                Assert.Equal(Enumerable.Repeat(tenant, i + 1), await SeenByAsync(context));
                Assert.Equal("on", await ScalarAsync(context, "SELECT current_setting('enable_partitionwise_join') AS \"Value\""));
                if (i % 2 == 0)
                    await transaction.CommitAsync();
            }
        }

        Assert.Equal(20, await Database.CountAsync("ml_models"));
    }

    [Fact]
    public async Task Nothing_of_a_transaction_stays_in_its_session()
    {
        await using var app = App(KeptSessions);
        await using var context = TenantContexts.Create(app, First, TenantScope.Transaction);
        for (var i = 0; i < 4; i++)
        {
            await using (var transaction = i < 2 ? context.Database.BeginTransaction() : await context.Database.BeginTransactionAsync())
            {
                context.Add(Build.Model($"model-{i}"));
                _ = i < 2 ? context.SaveChanges() : await context.SaveChangesAsync();
                if (i % 2 == 0)
                    await transaction.CommitAsync();
            }

            await using var session = await app.OpenConnectionAsync();
            Assert.Equal("/off", await SettingsAsync(session));
        }
    }

    public static TheoryData<string> Commands => [.. OutsideOfTransactions.Keys];

    private static readonly Dictionary<string, Func<MlOpsDbContext, Task>> OutsideOfTransactions = new()
    {
        ["query"] = context => context.Models.ToListAsync(),
        ["query, synchronous"] = context => Task.FromResult(context.Models.ToList()),
        ["stream"] = async context => await new ModelRepository(context).StreamAsync(ModelStatus.Active).ToListAsync(),
        ["count"] = context => context.Models.CountAsync(),
        ["find"] = context => context.FindAsync<Model>(First, Guid.NewGuid()).AsTask(),
        ["repository"] = context => new ModelRepository(context).FindAsync("credit-risk"),
        ["raw query"] = context => context.Models.FromSqlRaw("SELECT * FROM ml_models").ToListAsync(),
        ["raw value"] = context => context.Database.SqlQueryRaw<long>("SELECT count(*) AS \"Value\" FROM ml_models").SingleAsync(),
        ["raw statement"] = context => context.Database.ExecuteSqlRawAsync("DELETE FROM ml_models"),
        ["raw statement, synchronous"] = context => Task.FromResult(context.Database.ExecuteSqlRaw("DELETE FROM ml_models")),
        ["update"] = context => context.Models.ExecuteUpdateAsync(set => set.SetProperty(model => model.Description, "changed")),
        ["delete"] = context => context.Models.ExecuteDeleteAsync(),
        ["query in an ambient transaction"] = async context =>
        {
            using var ambient = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
            await context.Models.CountAsync();
        },
        ["save in an ambient transaction"] = async context =>
        {
            using var ambient = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
            context.Add(Build.Model("new"));
            await context.SaveChangesAsync();
        },
        ["save without a transaction"] = context =>
        {
            context.Database.AutoTransactionBehavior = AutoTransactionBehavior.Never;
            context.Add(Build.Model("new"));
            return context.SaveChangesAsync();
        },
    };

    [Theory, MemberData(nameof(Commands))]
    public async Task A_command_outside_of_a_transaction_is_refused_and_says_what_to_do(string command)
    {
        await StoreModelsAsync();
        await using var app = App(KeptSessions);
        await using var context = TenantContexts.Create(app, First, TenantScope.Transaction);
        foreach (var open in (bool[])[false, true])
        {
            if (open)
                await context.Database.OpenConnectionAsync();

            context.ChangeTracker.Clear();
            // EF wraps what happens while it saves.
            var error = (await Assert.ThrowsAnyAsync<Exception>(() => OutsideOfTransactions[command](context))).GetBaseException();
            Assert.IsType<InvalidOperationException>(error);
            Assert.Contains("outside of a transaction", error.Message, StringComparison.Ordinal);
            Assert.Contains("context.Database.BeginTransactionAsync()", error.Message, StringComparison.Ordinal);
            Assert.Contains($"{First}", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, await Database.CountAsync("ml_models"));
    }

    [Fact]
    public async Task A_context_without_a_tenant_begins_no_transaction()
    {
        await using var app = App(KeptSessions);
        await using var session = await app.OpenConnectionAsync();
        await using var own = TenantContexts.Create(app, Guid.Empty, TenantScope.Transaction);
        await using var sharing = Sharing(session, app, Guid.Empty, TenantScope.Transaction);
        foreach (var context in (MlOpsDbContext[])[own, sharing])
        {
            foreach (var attempt in (Func<Task>[])[
                () => context.Models.CountAsync(),
                () => context.Database.BeginTransactionAsync(),
                () => Task.FromResult(context.Database.BeginTransaction())])
            {
                var error = await Assert.ThrowsAsync<InvalidOperationException>(attempt);
                Assert.Contains("The context has no tenant", error.Message, StringComparison.Ordinal);
            }
        }

        // No transaction is open.
        await using var transaction = await session.BeginTransactionAsync();
    }

    [Fact]
    public async Task A_rollback_to_a_savepoint_keeps_the_tenant()
    {
        await using var app = App(KeptSessions);
        await using var context = TenantContexts.Create(app, First, TenantScope.Transaction);
        await using var transaction = await context.Database.BeginTransactionAsync();
        await transaction.CreateSavepointAsync("before");
        context.Add(Build.Model("one"));
        await context.SaveChangesAsync();
        await transaction.RollbackToSavepointAsync("before");
        Assert.Empty(await SeenByAsync(context));

        context.Add(Build.Model("two"));
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();
        context.Add(Build.Model("two"));
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        context.ChangeTracker.Clear();
        context.Add(Build.Model("three"));
        await context.SaveChangesAsync();
        Assert.Equal([First, First], await SeenByAsync(context));
        await transaction.CommitAsync();
        Assert.Equal(2, await Database.CountAsync("ml_models"));
    }

    [Fact]
    public async Task A_promotion_brings_its_own_transaction()
    {
        await using var app = App(KeptSessions);
        await using var context = TenantContexts.Create(app, First, TenantScope.Transaction);
        var model = Build.Model();
        context.AddRange(model, Build.ModelVersion(model), Build.ModelVersion(model, "2"));
        await context.SaveChangesAsync();
        var versions = new ModelVersionRepository(context);
        await versions.PromoteAsync(model.Name, "1", new StageChange("ann", "why", Sample.Noon));
        await versions.PromoteAsync(model.Name, "2", new StageChange("ann", "why", Sample.Noon.AddHours(1)));
        Assert.Equal("1", (await versions.RollbackAsync(model.Name, new StageChange("ann", "why", Sample.Noon.AddHours(2)))).Version);
        var error = await Assert.ThrowsAsync<MlOpsException>(
            () => versions.PromoteAsync(model.Name, "2", new StageChange("ann", "why", Sample.Noon.AddHours(3)), "2"));
        Assert.Contains("Version '1' serves now", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bulk_insert_brings_its_own_transaction()
    {
        // As the owner, since PostgreSQL refuses COPY into a table with a policy to others.
        await using var owner = NpgsqlDataSource.Create($"{Database.ConnectionString};{KeptSessions}");
        await using var context = TenantContexts.Create(owner, Second, TenantScope.Transaction);
        var predictions = new PredictionRepository(context);
        Assert.Equal(8, await context.BulkInsertAsync(Sample.FullPredictions()));
        await using var transaction = await context.Database.BeginTransactionAsync();
        Assert.Equal(8, await predictions.StreamRecentAsync(null, 9).CountAsync());
        Assert.Equal(1, await context.BulkInsertAsync([Build.OraclePrediction(1)]));
    }

    [Fact]
    public async Task A_transaction_without_its_tenant_serves_no_command()
    {
        await StoreModelsAsync();
        await using var app = App(KeptSessions);
        await using var context = TenantContexts.Create(app, First, TenantScope.Transaction);
        await context.Database.OpenConnectionAsync();
        var session = (NpgsqlConnection)context.Database.GetDbConnection();
        await Database.ScalarAsync<bool>($"SELECT pg_terminate_backend({session.ProcessID}, 10000)");
        await Assert.ThrowsAsync<PostgresException>(() => context.Database.BeginTransactionAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => context.Models.CountAsync());

        await using var transaction = await context.Database.BeginTransactionAsync();
        Assert.Equal([First], await SeenByAsync(context));
    }

    private static Task<string> ScalarAsync(MlOpsDbContext context, string sql) =>
        context.Database.SqlQueryRaw<string>(sql).SingleAsync();
}
