using System.Transactions;
using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Events;

/// <summary>Events in a transaction of System.Transactions, by a scope or by enlistment.</summary>
public class LearningEventAmbientTests(TestDatabase database) : RecordingTest(database)
{
    private static readonly DateTimeOffset Far = new(2072, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // The default is serializable, with which a late writer gets another error.
    private static readonly TransactionOptions ReadCommitted = new() { IsolationLevel = IsolationLevel.ReadCommitted };

    public static TheoryData<bool, bool> Ways => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    [Theory, MemberData(nameof(Ways))]
    public async Task Events_share_the_fate_of_the_transaction(bool isScope, bool isComplete)
    {
        await using var context = RecordingAsOwner();
        await new SliceMaintenance(context).EnsureAsync(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);
        await RunAsync(isScope, isComplete, context, async () =>
        {
            context.Add(Build.Model("one"));
            await context.SaveChangesAsync();
            context.Add(Build.Model("two"));
            context.SaveChanges();
        });

        Assert.Equal(isComplete ? 2 : 0, await Database.CountAsync("ml_models"));
        Assert.Equal(isComplete ? ["Model.added one", "Model.added two"] : [], await EventsAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_missing_slice_is_no_hindrance(bool isScope)
    {
        await using var context = RecordingAsOwner(Far);
        await RunAsync(isScope, isComplete: true, context, async () =>
        {
            context.Add(Build.Model("one"));
            await context.SaveChangesAsync();
        });

        Assert.Equal(["Model.added one"], await EventsAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_save_that_fails_leaves_no_event(bool isScope)
    {
        await TakeAsync("taken");
        await using var context = Recording();
        await RunAsync(isScope, isComplete: true, context, async () =>
        {
            context.Add(Build.Model("before"));
            await context.SaveChangesAsync();
            var model = await context.Models.SingleAsync(model => model.Name == "taken");
            await ChangeElsewhereAsync();
            model.HandOver("ann", Sample.Noon);
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync());
            context.ChangeTracker.Clear();
            context.Add(Build.Model("taken"));
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        });

        Assert.Equal(["Model.added before"], await EventsAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_role_of_tenants_records_too_and_knows_its_tenant_after_a_failure(bool isScope)
    {
        await TakeAsync("taken");
        await using var context = Recording();
        await RunAsync(isScope, isComplete: true, context, async () =>
        {
            var twin = context.Add(Build.Model("taken"));
            await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
            twin.State = EntityState.Detached;
            context.Add(Build.Model("after"));
            await context.SaveChangesAsync();
            Assert.Equal(2, await context.Models.CountAsync());
        });

        Assert.Equal(["Model.added after"], await EventsAsync());
    }

    [Fact]
    public async Task With_a_tenant_for_transactions_an_ambient_transaction_is_refused_as_without_events()
    {
        await using var context = Recording(Database.DataSource, TenantScope.Transaction);
        using var scope = new TransactionScope(TransactionScopeAsyncFlowOption.Enabled);
        context.Add(Build.Model("one"));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync());
        Assert.Contains("outside of a transaction of its context", error.Message, StringComparison.Ordinal);
    }

    private async Task ChangeElsewhereAsync()
    {
        using var outside = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        await Database.ExecuteAsync("UPDATE ml_models SET owner = 'bob'");
    }

    private static async Task RunAsync(bool isScope, bool isComplete, MlOpsDbContext context, Func<Task> work)
    {
        if (isScope)
        {
            using var scope = new TransactionScope(TransactionScopeOption.Required, ReadCommitted, TransactionScopeAsyncFlowOption.Enabled);
            await work();
            if (isComplete)
                scope.Complete();
        }
        else
        {
            using var transaction = new CommittableTransaction(ReadCommitted);
            await context.Database.OpenConnectionAsync();
            context.Database.EnlistTransaction(transaction);
            await work();
            if (isComplete)
                transaction.Commit();
            else
                transaction.Rollback();

            await context.Database.CloseConnectionAsync();
        }
    }
}
