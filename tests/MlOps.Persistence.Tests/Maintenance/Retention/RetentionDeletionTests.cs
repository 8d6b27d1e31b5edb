using MlOps.Domain.Governance;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Retention;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Retention;

/// <summary>What is deleted by policies, and what never is.</summary>
[StandardNames("It reads tables of the archive by their names.")]
public class RetentionDeletionTests(TestDatabase database) : RetentionTest(database)
{
    private static readonly string[] Tables =
    [
        "ml_feedback", "ml_shadow_scores", "oracle_ml_predictions", "ai_gm_ml_predictions", "code_roach_ml_predictions",
        "daisy_chain_ml_predictions", "first_mate_ml_predictions", "game_app_ml_predictions", "policy_ml_predictions",
    ];

    [Fact]
    public async Task A_slice_is_deleted_only_if_each_of_its_tables_has_a_policy_that_deletes_it_and_is_over()
    {
        await SetAsync("ml_predictions", 90, RetentionAction.Delete);
        await StoreAsync(null);
        Assert.Contains("and no policy for ", Assert.Single(await RunAsync(Now)).Reason, StringComparison.Ordinal);

        foreach (var table in Tables)
            await SetAsync(table, 90, RetentionAction.Delete);

        await SetAsync("ml_feedback", 180, RetentionAction.Archive);
        Assert.Equal(RetentionAction.Archive, Assert.Single(await PlanAsync(Now)).Action);
        await SetAsync("ml_feedback", 180, RetentionAction.Delete);
        Assert.Contains("keeps ml_feedback for 180 days", Assert.Single(await RunAsync(End.AddDays(179))).Reason, StringComparison.Ordinal);
        await using var context = Database.CreateContext();
        await new RetentionPolicyRepository(context).SetEnabledAsync("ml_feedback", false, Now);
        Assert.Equal(
            $"Tenant {Tenants.Default} has disabled the policy for ml_feedback.", Assert.Single(await RunAsync(Now)).Reason);
        await new RetentionPolicyRepository(context).SetEnabledAsync("ml_feedback", true, Now);
        Assert.Equal(2, await Database.CountAsync("ml_feedback") + await Database.CountAsync("ml_predictions"));

        Assert.Equal(RetentionOutcome.Deleted, Assert.Single(await RunAsync(End.AddDays(180))).Outcome);
        Assert.Equal(0, await Database.CountAsync("ml_feedback"));
        Assert.False(await Database.ScalarAsync<bool>($"SELECT to_regclass('ml_predictions_{Name}') IS NOT NULL"));
        await using var owner = Database.CreateOwnerContext();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new SliceArchive(owner).RestoreAsync("ml_predictions", Name));
        Assert.Equal(MlOpsError.NotFound, error.Error);
    }

    [Fact]
    public async Task A_slice_stays_if_rows_of_another_tenant_come_before_it_is_locked()
    {
        foreach (var table in (string[])["ml_predictions", .. Tables])
            await SetAsync(table, 90, RetentionAction.Delete);

        await StoreAsync(null);
        await using var reader = await Database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await reader.BeginTransactionAsync();
        await using (var command = reader.CreateCommand())
        {
            command.CommandText = "SELECT count(*) FROM ml_predictions";
            await command.ExecuteScalarAsync();
        }

        var waits = new TaskCompletionSource();
        await using var context = Database.CreateOwnerContext();
        var running = new RetentionRun(context).RunAsync(Now, new Heard(waits));
        await waits.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var stranger = Guid.CreateVersion7();
        await StoreAsync(stranger);
        await transaction.DisposeAsync();
        Assert.Contains($"Tenant {stranger} has rows in it", Assert.Single(OfTest(await running)).Reason, StringComparison.Ordinal);
        Assert.Equal(2, await Database.CountAsync("ml_predictions"));
    }

    [Theory]
    [InlineData("retraining_decisions"), InlineData("ml_models"), InlineData("ml_audit_log"), InlineData("ml_retention_policies")]
    public async Task Records_that_others_rest_on_are_never_deleted(string table)
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => SetAsync(table, 1, RetentionAction.Delete));
        Assert.Contains($"No policy deletes rows of '{table}'", error.Message, StringComparison.Ordinal);

        // An application can write the policy all the same.
        await using (var context = Database.CreateContext())
        {
            context.Add(RetentionPolicy.Define(table, 1, RetentionAction.Delete, Now));
            await context.SaveChangesAsync();
        }

        var before = await Database.CountAsync(table);
        Assert.All(await RunAsync(Now.AddYears(50)), step => Assert.Equal(RetentionOutcome.Kept, step.Outcome));
        Assert.Equal(before, await Database.CountAsync(table));
    }

    private sealed class Heard(TaskCompletionSource waits) : IProgress<string>
    {
        public void Report(string value) => waits.TrySetResult();
    }
}
