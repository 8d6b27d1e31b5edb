using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Events;

/// <summary>What was not saved has no event, whatever the caller does next.</summary>
public class LearningEventFailureTests(TestDatabase database) : RecordingTest(database)
{
    // No slice is made for these times.
    private static readonly DateTimeOffset Far = new(2071, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_save_that_fails_in_a_transaction_that_goes_on_leaves_no_event(bool isAsync)
    {
        await TakeAsync("taken");
        await using var context = Recording();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.Add(Build.Model("before"));
            await SaveAsync(context, isAsync);
            var twin = context.Add(Build.Model("taken"));
            await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(context, isAsync));
            twin.State = EntityState.Detached;
            context.Add(Build.Model("after"));
            await SaveAsync(context, isAsync);
            await transaction.CommitAsync();
        }

        Assert.Equal(["Model.added after", "Model.added before"], await EventsAsync());
    }

    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public async Task A_save_that_comes_too_late_leaves_no_event(bool isWithin, bool isAsync)
    {
        await TakeAsync("taken");
        await using var context = Recording();
        await using (var transaction = isWithin ? await context.Database.BeginTransactionAsync() : null)
        {
            var model = await context.Models.SingleAsync();
            await Database.ExecuteAsync("UPDATE ml_models SET owner = 'bob'");
            model.HandOver("ann", Sample.Noon);
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => SaveAsync(context, isAsync));
            if (transaction is not null)
                await transaction.CommitAsync();
        }

        await CommitNothingAsync(context);
        Assert.Empty(await EventsAsync());
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_cancelled_save_leaves_no_event_to_the_next_transaction(bool isWithin)
    {
        using var cancellation = new CancellationTokenSource();
        await using var context = Recording(null, new CancelWrites(cancellation));
        await using (var transaction = isWithin ? await context.Database.BeginTransactionAsync() : null)
        {
            context.Add(Build.Model("cancelled"));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.SaveChangesAsync(cancellation.Token));
            if (transaction is not null)
                await transaction.CommitAsync();
        }

        await CommitNothingAsync(context);
        Assert.Equal(0, await Database.CountAsync("ml_models"));
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task A_save_that_fails_after_a_slice_was_made_leaves_no_event()
    {
        await TakeAsync("taken");
        await using var context = RecordingAsOwner(Far);
        context.Add(Build.Model("taken"));
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    public async Task A_change_with_a_refused_event_is_not_saved_and_can_be_saved_later()
    {
        await using var context = RecordingAsOwner();
        await using var transaction = await context.Database.BeginTransactionAsync();
        await context.Database.ExecuteSqlRawAsync(
            RenamedRun.Sql("ALTER TABLE learning_events ADD CHECK (event_type <> 'Model.added') NOT VALID"));
        var model = Build.Model("refused");
        context.Add(model);
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        Assert.Equal(EntityState.Added, context.Entry(model).State);
        Assert.Equal(0, await context.Models.CountAsync());
        await transaction.RollbackAsync();
        await context.SaveChangesAsync();
        Assert.Equal(["Model.added refused"], await EventsAsync());
    }

    [Fact]
    public async Task A_savepoint_that_cannot_be_released_leaves_no_connection_open_and_no_event_behind()
    {
        var broken = new RefuseRelease { IsBroken = true };
        await using var context = Recording(null, broken);
        await using (await context.Database.BeginTransactionAsync())
        {
            context.Add(Build.Model("undone"));
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync());
        }

        Assert.Equal(ConnectionState.Closed, context.Database.GetDbConnection().State);
        broken.IsBroken = false;
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.Add(Build.Model("stored"));
            await context.SaveChangesAsync();
            await transaction.CommitAsync();
        }

        Assert.Equal(["Model.added stored"], await EventsAsync());
        Assert.Equal(ConnectionState.Closed, context.Database.GetDbConnection().State);
    }

    private static async Task CommitNothingAsync(MlOpsDbContext context)
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        await transaction.CommitAsync();
    }

    private static async Task SaveAsync(MlOpsDbContext context, bool isAsync)
    {
        if (isAsync)
            await context.SaveChangesAsync();
        else
            context.SaveChanges();
    }

    private sealed class RefuseRelease : DbCommandInterceptor
    {
        public bool IsBroken { get; set; }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) =>
            IsBroken && command.CommandText.StartsWith("RELEASE SAVEPOINT mlops_events", StringComparison.Ordinal)
                ? throw new InvalidOperationException("The connection is broken.")
                : ValueTask.FromResult(result);
    }

    private sealed class CancelWrites(CancellationTokenSource cancellation) : DbCommandInterceptor
    {
        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken =
                default)
        {
            if (eventData.CommandSource == CommandSource.SaveChanges)
                await cancellation.CancelAsync();

            return result;
        }
    }
}
