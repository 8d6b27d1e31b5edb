using System.Transactions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>Connections and transactions that a context did not open or begin itself.</summary>
public class OpenConnectionTests(TestDatabase database) : TwoTenantsTest(database)
{
    public static TheoryData<TenantScope> Scopes => [.. Enum.GetValues<TenantScope>()];

    [Theory, MemberData(nameof(Scopes))]
    public async Task Two_tenants_on_one_open_connection_see_their_rows_in_transactions_and_none_outside(TenantScope scope)
    {
        await StoreModelsAsync();
        await using var app = App();
        await using var session = await app.OpenConnectionAsync();
        await using var first = Sharing(session, app, First, scope);
        await using var second = Sharing(session, app, Second, scope);
        for (var i = 0; i < 4; i++)
        {
            foreach (var context in (MlOpsDbContext[])[first, second])
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => SeenByAsync(context));
                await using (i % 2 == 0 ? await context.Database.BeginTransactionAsync() : context.Database.BeginTransaction())
                {
                    Assert.Equal([context.TenantId], await SeenByAsync(context));
                    var other = context == first ? second : first;
                    await Assert.ThrowsAsync<InvalidOperationException>(() => SeenByAsync(other));
                }

                Assert.Equal("/off", await SettingsAsync(session));
            }
        }
    }

    [Theory, MemberData(nameof(Scopes))]
    public async Task Two_tenants_use_the_callers_transactions_one_after_the_other(TenantScope scope)
    {
        await StoreModelsAsync();
        await using var app = App();
        await using var session = await app.OpenConnectionAsync();
        await using var first = Sharing(session, app, First, scope);
        await using var second = Sharing(session, app, Second, scope);
        for (var i = 0; i < 4; i++)
        {
            foreach (var context in (MlOpsDbContext[])[first, second])
            {
                await using var transaction = await session.BeginTransactionAsync();
                await UseAsync(context, transaction, synchronously: i % 2 == 0);
                Assert.Equal([context.TenantId], await SeenByAsync(context));
                await transaction.CommitAsync();

                // Of a transaction that ended elsewhere the context does not know.
                await Assert.ThrowsAsync<InvalidOperationException>(() => SeenByAsync(context));
                await context.Database.UseTransactionAsync(null);
                await Assert.ThrowsAsync<InvalidOperationException>(() => SeenByAsync(context));
            }
        }
    }

    [Theory, MemberData(nameof(Scopes))]
    public async Task A_transaction_serves_one_tenant(TenantScope scope)
    {
        await StoreModelsAsync();
        await using var app = App();
        await using var session = await app.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using var first = Sharing(session, app, First, scope);
        await using var alike = Sharing(session, app, First, scope);
        await using var second = Sharing(session, app, Second, scope);
        await first.Database.UseTransactionAsync(transaction);
        foreach (var synchronously in (bool[])[false, true])
        {
            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => UseAsync(second, transaction, synchronously));
            Assert.Contains($"serves tenant {First} already", error.Message, StringComparison.Ordinal);
            Assert.Contains($"tenant {Second}", error.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<InvalidOperationException>(() => SeenByAsync(second));
        }

        await alike.Database.UseTransactionAsync(transaction);
        Assert.Equal([First], await SeenByAsync(alike));
        Assert.Equal([First], await SeenByAsync(first));
    }

    [Theory, MemberData(nameof(Scopes))]
    public async Task A_session_that_a_context_opened_serves_no_other_tenant(TenantScope scope)
    {
        await StoreModelsAsync();
        await using var app = App();
        await using var owner = TenantContexts.Create(app, First);
        await owner.Database.OpenConnectionAsync();
        var session = (NpgsqlConnection)owner.Database.GetDbConnection();
        await using var stranger = Sharing(session, app, Second, scope);
        await using var alike = Sharing(session, app, First, scope);
        foreach (var attempt in (Func<Task>[])[
            () => SeenByAsync(stranger),
            () => stranger.Database.BeginTransactionAsync(),
            () => Task.FromResult(stranger.Database.BeginTransaction())])
        {
            await Assert.ThrowsAsync<InvalidOperationException>(attempt);
            Assert.Equal([First], await SeenByAsync(owner));
        }

        await using var transaction = await owner.Database.BeginTransactionAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => stranger.Database.UseTransactionAsync(transaction.GetDbTransaction()));
        await alike.Database.UseTransactionAsync(transaction.GetDbTransaction());
        Assert.Equal([First], await SeenByAsync(alike));
        Assert.Equal([First], await SeenByAsync(owner));
    }

    [Fact]
    public async Task A_connection_that_was_closed_and_opened_behind_the_contexts_back_is_refused()
    {
        await using var app = App();
        await using var context = TenantContexts.Create(app, First);
        await context.Database.OpenConnectionAsync();
        Assert.Empty(await SeenByAsync(context));
        var connection = context.Database.GetDbConnection();
        await connection.CloseAsync();
        await connection.OpenAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => SeenByAsync(context));
        Assert.Contains("did not open itself", error.Message, StringComparison.Ordinal);
        Assert.Contains("Give it a closed one", error.Message, StringComparison.Ordinal);

        await connection.CloseAsync();
        Assert.Empty(await SeenByAsync(context));
    }

    [Theory, MemberData(nameof(Scopes))]
    public async Task What_an_application_writes_and_what_it_predicts_is_stored_together_or_not_at_all(TenantScope scope)
    {
        await using var app = App();
        foreach (var commit in (bool[])[false, true])
        {
            await using var session = await app.OpenConnectionAsync();
            await using var transaction = await session.BeginTransactionAsync();
            await using var context = Sharing(session, app, Second, scope);
            await context.Database.UseTransactionAsync(transaction);
            context.Add(Build.Model());
            await context.SaveChangesAsync();
            if (commit)
                await transaction.CommitAsync();
        }

        Assert.Equal([$"{Second}"], await Database.ColumnAsync("SELECT tenant_id::text FROM ml_models"));
    }

    [Fact]
    public async Task A_transaction_that_failed_before_gets_no_tenant()
    {
        await using var app = App();
        await using var session = await app.OpenConnectionAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using (var broken = new NpgsqlCommand("SELECT 1 / 0", session))
            await Assert.ThrowsAsync<PostgresException>(() => broken.ExecuteScalarAsync());

        await using var context = Sharing(session, app, First, TenantScope.Session);
        var error = await Assert.ThrowsAsync<PostgresException>(() => context.Database.UseTransactionAsync(transaction));
        Assert.Equal(PostgresErrorCodes.InFailedSqlTransaction, error.SqlState);
        await Assert.ThrowsAsync<InvalidOperationException>(() => SeenByAsync(context));
    }

    [Fact]
    public async Task A_session_works_within_an_ambient_transaction_too()
    {
        await using var app = App();
        foreach (var tenant in (Guid[])[First, Second])
        {
            using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
            await using var context = TenantContexts.Create(app, tenant);
            context.Add(Build.Model());
            await context.SaveChangesAsync();
            Assert.Equal([tenant], await SeenByAsync(context));
            scope.Complete();
        }

        Assert.Equal(2, await Database.CountAsync("ml_models"));
    }

    [Fact]
    public async Task A_session_that_an_ambient_transaction_opened_and_undid_is_refused_until_it_is_opened_again()
    {
        await StoreModelsAsync();
        await using var app = App();
        await using var context = TenantContexts.Create(app, First);
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await context.Database.OpenConnectionAsync();
            Assert.Equal([First], await SeenByAsync(context));
        }

        // The tenant of the session was undone too.
        await Assert.ThrowsAsync<PostgresException>(() => SeenByAsync(context));
        await context.Database.CloseConnectionAsync();
        Assert.Equal([First], await SeenByAsync(context));
    }

    private static async Task UseAsync(MlOpsDbContext context, NpgsqlTransaction transaction, bool synchronously) =>
        _ = synchronously ? context.Database.UseTransaction(transaction) : await context.Database.UseTransactionAsync(transaction);
}
