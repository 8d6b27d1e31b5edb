using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Persistence.Events;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Events;

/// <summary>A save that EF repeats stores its event with each attempt, and so once.</summary>
public class LearningEventRetryTests(TestDatabase database) : RecordingTest(database)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_save_whose_first_commit_fails_has_its_event(bool isAsync)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(
            Database.DataSource, configure: npgsql => npgsql.EnableRetryOnFailure(3, TimeSpan.FromMilliseconds(20), null))
            .AddInterceptors(new LearningEventInterceptor(TimeProvider.System), new FirstCommitFails());
        await using var context = RenamedRun.CreateContext(builder.Options);
        context.Add(Build.Model("churn"));
        if (isAsync)
            await context.SaveChangesAsync();
        else
            context.SaveChanges();

        Assert.Equal(["Model.added churn"], await EventsAsync());

        // Nor does a later save repeat it.
        context.Add(Build.Model("fraud"));
        await context.SaveChangesAsync();
        Assert.Equal(["Model.added churn", "Model.added fraud"], await EventsAsync());
    }

    private sealed class FirstCommitFails : DbTransactionInterceptor
    {
        private bool _hasFailed;

        public override InterceptionResult TransactionCommitting(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result) => Fail(result);

        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction,
            TransactionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default) => ValueTask.FromResult(Fail(result));

        private InterceptionResult Fail(InterceptionResult result)
        {
            if (_hasFailed)
                return result;

            _hasFailed = true;
            throw new TimeoutException("The first commit fails.");
        }
    }
}
