using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Retention;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Retention;

/// <summary>What a hold is about stays, whatever a policy says, until somebody releases it.</summary>
[StandardNames("It names tables in policies.")]
public class LegalHoldTests(TestDatabase database) : RetentionTest(database)
{
    private static readonly string[] Tables =
    [
        "ml_predictions", "ml_feedback", "ml_shadow_scores", "oracle_ml_predictions", "ai_gm_ml_predictions", "code_roach_ml_predictions",
        "daisy_chain_ml_predictions", "first_mate_ml_predictions", "game_app_ml_predictions", "policy_ml_predictions",
    ];

    public static TheoryData<HoldScope> Scopes => [.. Enum.GetValues<HoldScope>()];

    [Theory, MemberData(nameof(Scopes))]
    public async Task A_slice_with_what_is_held_is_not_deleted_until_the_hold_is_released(HoldScope scope)
    {
        var (model, prediction) = await StoreHeldAsync();
        await DeleteAllAsync(Tenants.Default);
        var hold = scope switch
        {
            HoldScope.Model => LegalHold.OnModel(model, "Case 4711", "ann", Now),
            HoldScope.Window => LegalHold.OnWindow(new TimeWindow(End.AddDays(-1), End), "Case 4711", "ann", Now),
            HoldScope.Prediction => LegalHold.OnPrediction(prediction.Id, "Case 4711", "ann", Now),
            _ => LegalHold.OnTenant("Case 4711", "ann", Now),
        };
        await using var context = Database.CreateContext();
        var holds = new LegalHoldRepository(context);
        await holds.PlaceAsync(hold);

        var expected = $"Legal hold {hold.Id} of tenant {Tenants.Default} keeps it: Case 4711";
        Assert.Equal(expected, Assert.Single(OfTest(await PlanAsync(Now))).Reason);
        var kept = Assert.Single(OfTest(await RunAsync(Now)));
        Assert.Equal((RetentionOutcome.Kept, expected), (kept.Outcome, kept.Reason));
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));

        await holds.ReleaseAsync(hold.Id, "closed", "bob", Now);
        Assert.Equal(RetentionOutcome.Deleted, Assert.Single(OfTest(await RunAsync(Now))).Outcome);
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task A_hold_of_another_time_model_or_tenant_keeps_nothing_and_no_hold_stops_the_archive()
    {
        await StoreHeldAsync();
        await DeleteAllAsync(Tenants.Default);
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.Model("another"));
            context.AddRange(
                LegalHold.OnModel("another", "Case 1", "ann", Now),
                LegalHold.OnWindow(new TimeWindow(End, End.AddDays(1)), "Case 2", "ann", Now),
                LegalHold.OnPrediction(Uuid7.Lowest(End.AddDays(3)), "Case 3", "ann", Now));
            await context.SaveChangesAsync();
        }

        await using (var context = Database.CreateContext(Other))
            await new LegalHoldRepository(context).PlaceAsync(LegalHold.OnTenant("Case 4", "eve", Now));

        Assert.Equal(RetentionOutcome.Due, Assert.Single(OfTest(await PlanAsync(Now))).Outcome);
        await SetAsync("ml_predictions", 90, RetentionAction.Archive);
        await using (var context = Database.CreateContext())
            await new LegalHoldRepository(context).PlaceAsync(LegalHold.OnTenant("Case 5", "ann", Now));

        Assert.Equal(RetentionOutcome.Archived, Assert.Single(OfTest(await RunAsync(Now))).Outcome);
    }

    [Fact]
    public async Task A_hold_keeps_shadow_scores_of_its_model_and_feedback_of_its_span_of_time()
    {
        var (_, prediction) = await StoreHeldAsync();
        await DeleteAllAsync(Tenants.Default);
        await using var context = Database.CreateContext();
        var (holds, challenger) = (new LegalHoldRepository(context), Build.Model("challenger"));
        var version = Build.ModelVersion(challenger);
        context.AddRange(challenger, version);
        await context.SaveChangesAsync();
        context.AddRange(
            Build.ShadowScore(prediction, version, at: End.AddDays(-1)), Build.Feedback(prediction, at: End.AddDays(40)));
        await context.SaveChangesAsync();
        foreach (var hold in (LegalHold[])
            [
                LegalHold.OnModel("challenger", "Case 1", "ann", Now),
                LegalHold.OnWindow(new TimeWindow(End.AddDays(39), End.AddDays(41)), "Case 2", "ann", Now),
            ])
        {
            await holds.PlaceAsync(hold);
            Assert.StartsWith($"Legal hold {hold.Id} ", Assert.Single(OfTest(await RunAsync(Now))).Reason, StringComparison.Ordinal);
            await holds.ReleaseAsync(hold.Id, "closed", "bob", Now);
        }

        Assert.Equal(RetentionOutcome.Deleted, Assert.Single(OfTest(await RunAsync(Now))).Outcome);
    }

    [Fact]
    public async Task Old_rows_of_a_held_span_of_time_stay_and_those_around_it_go()
    {
        await SetAsync("ml_job_runs", 30, RetentionAction.Delete);
        await using (var context = Database.CreateContext())
        {
            for (var day = 0; day < 6; day++)
                context.Add(Build.JobRun(at: Now.AddDays(-60 + day)));

            context.Add(LegalHold.OnWindow(new TimeWindow(Now.AddDays(-58), Now.AddDays(-56)), "Audit", "ann", Now));
            await context.SaveChangesAsync();
        }

        Assert.Equal(4, Assert.Single(await PlanAsync(Now)).Rows);
        Assert.Equal(4, Assert.Single(await RunAsync(Now)).Rows);
        Assert.Equal(2, await Database.CountAsync("ml_job_runs"));
    }

    [Fact]
    public async Task A_hold_on_a_tenant_keeps_its_old_rows_and_says_why()
    {
        await SetAsync("ml_job_runs", 30, RetentionAction.Delete);
        var hold = Build.LegalHold();
        await using (var context = Database.CreateContext())
        {
            context.AddRange(Build.JobRun(at: Now.AddDays(-60)), hold);
            await context.SaveChangesAsync();
        }

        var kept = Assert.Single(await RunAsync(Now));
        Assert.Equal((RetentionOutcome.Kept, 1L), (kept.Outcome, kept.Rows));
        Assert.StartsWith($"Legal hold {hold.Id} ", kept.Reason, StringComparison.Ordinal);
        Assert.Equal(1, await Database.CountAsync("ml_job_runs"));
    }

    [Fact]
    public async Task A_dead_letter_of_a_tenant_with_a_hold_cannot_be_dropped()
    {
        await using var context = Database.CreateContext();
        var letter = Build.DeadLetter();
        context.Add(letter);
        await context.SaveChangesAsync();
        var hold = Build.LegalHold();
        await new LegalHoldRepository(context).PlaceAsync(hold);
        var letters = new DeadLetterRepository(context);

        var refusal = await Assert.ThrowsAsync<MlOpsException>(() => letters.DropAsync(letter.Id));
        Assert.Equal(MlOpsError.Refused, refusal.Error);
        Assert.Contains($"{hold.Id}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Database.CountAsync("ml_dead_letters"));

        await new LegalHoldRepository(context).ReleaseAsync(hold.Id, "closed", "bob", hold.CreatedAt);
        await letters.DropAsync(letter.Id);
        Assert.Equal(0, await Database.CountAsync("ml_dead_letters"));
    }

    [Fact]
    public async Task An_application_can_release_a_hold_and_cannot_delete_it()
    {
        await using var context = Database.CreateContext();
        var hold = Build.LegalHold();
        var holds = new LegalHoldRepository(context);
        await holds.PlaceAsync(hold);
        Assert.Equal(await Database.ScalarAsync<string>("SELECT placed_login FROM ml_legal_holds"), hold.PlacedLogin);
        foreach (var change in (string[])["model_name = 'x'", "reason = 'none'", "placed_by = 'eve'", "created_at = now()"])
        {
            var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(
                () => Database.ExecuteAsync($"UPDATE ml_legal_holds SET {change}"));
            Assert.Equal("A legal hold cannot be changed. Release it, and place another one.", refused.MessageText);
        }

        context.Remove(hold);
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        context.ChangeTracker.Clear();
        await Assert.ThrowsAsync<MlOpsException>(
            () => holds.PlaceAsync(LegalHold.OnModel("there is none", "Case 4711", "ann", Now)));
        await holds.ReleaseAsync(hold.Id, "closed", "bob", Now.AddYears(20));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => Database.ExecuteAsync("UPDATE ml_legal_holds SET released_at = NULL, released_by = NULL, release_reason = NULL"));
        Assert.Empty(await holds.StreamAsync(includesReleased: false).ToListAsync());
        Assert.Single(await holds.StreamAsync(includesReleased: true).ToListAsync());
    }

    // One prediction of a version of a model.
    private async Task<(string Model, Prediction Prediction)> StoreHeldAsync()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model("held");
        var version = Build.ModelVersion(model);
        var prediction = Build.Prediction(at: End.AddDays(-1));
        context.AddRange(model, version);
        await context.SaveChangesAsync();
        context.Add(prediction);
        context.Entry(prediction).Property(row => row.ModelVersionId).CurrentValue = version.Id;
        await context.SaveChangesAsync();
        return (model.Name, prediction);
    }

    private async Task DeleteAllAsync(Guid tenant)
    {
        foreach (var table in Tables)
            await SetAsync(table, 90, RetentionAction.Delete, tenant);
    }
}
