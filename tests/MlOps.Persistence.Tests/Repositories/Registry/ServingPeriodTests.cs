using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Repositories.Registry;

/// <summary>Promotions and retirements with all that is stored with them.</summary>
public class ServingPeriodTests(TestDatabase database) : PromotionTest(database)
{
    [Fact]
    public async Task A_promotion_ends_one_period_and_begins_the_next_and_the_champion_follows()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await PromoteAsync("2", 2);
        Assert.Equal(["1 13-14", "2 14-"], await PeriodsAsync());
        Assert.Equal(["champion 1 13-14 ann", "champion 2 14- "], await AliasesAsync());

        await using var context = Database.CreateContext();
        await new ModelVersionRepository(context).MoveAsync(Name, "2", ModelStage.Archived, Change(3));
        Assert.Equal(["1 13-14", "2 14-15"], await PeriodsAsync());
        Assert.Equal(["champion 1 13-14 ann", "champion 2 14-15 ann"], await AliasesAsync());
    }

    [Fact]
    public async Task Other_aliases_stay_and_so_does_a_champion_that_somebody_set_to_another_version()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await using var context = Database.CreateContext();
        var aliases = new ModelAliasRepository(context);
        await aliases.SetAsync(Name, "challenger", "1", "bob", Sample.Noon.AddHours(2));
        await aliases.SetAsync(Name, ModelAlias.Champion, "3", "bob", Sample.Noon.AddHours(2));
        await new ModelVersionRepository(context).MoveAsync(Name, "1", ModelStage.Archived, Change(3));
        Assert.Equal(["challenger 1 14- ", "champion 1 13-14 bob", "champion 3 14- "], await AliasesAsync());

        await PromoteAsync("3", 4);
        Assert.Equal(["challenger 1 14- ", "champion 1 13-14 bob", "champion 3 14- "], await AliasesAsync());
    }

    [Fact]
    public async Task A_decision_is_stored_with_the_promotion_that_follows_from_it_or_not_at_all()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await Database.ExecuteAsync("ALTER TABLE model_aliases ADD CONSTRAINT broken CHECK (model_version <> '2') NOT VALID");
        var before = await CountAllAsync();
        try
        {
            await Assert.ThrowsAsync<DbUpdateException>(DecideAsync);
            Assert.Equal(before, await CountAllAsync());
            Assert.Equal(["1 13-"], await PeriodsAsync());
            Assert.Equal(["1"], await InProductionAsync());
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE model_aliases DROP CONSTRAINT broken");
        }

        await DecideAsync();
        Assert.Equal(["1 13-14", "2 14-"], await PeriodsAsync());
        Assert.Equal(1, await Database.CountAsync("ml_serving_periods JOIN retraining_decisions d ON d.id = decision_id"));
    }

    [Fact]
    public async Task What_could_not_be_stored_does_not_stay_in_the_context()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        await new ModelAliasRepository(context).SetAsync(Name, ModelAlias.Champion, "3", "bob", Sample.Noon.AddHours(5));

        // The alias is newer than the promotion.
        await Assert.ThrowsAsync<IllegalTransitionException>(() => versions.PromoteAsync(Name, "2", Change(2)));
        Assert.Equal(0, await context.SaveChangesAsync());
        Assert.Equal(["1 13-"], await PeriodsAsync());

        await versions.PromoteAsync(Name, "2", Change(6));
        Assert.Equal(["1 13-18", "2 18-"], await PeriodsAsync());
    }

    [Fact]
    public async Task Clocks_that_jump_back_begin_no_period_before_the_last_one_ended()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 5);
        await Assert.ThrowsAsync<IllegalTransitionException>(() => PromoteAsync("2", 4));
        Assert.Equal(["1 17-"], await PeriodsAsync());
        await PromoteAsync("2", 5);
        Assert.Equal(["1 17-17", "2 17-"], await PeriodsAsync());
    }

    [Fact]
    public async Task A_gate_that_expects_another_version_to_serve_is_told_which_one_serves()
    {
        await StoreVersionsAsync();
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var none = await Assert.ThrowsAsync<MlOpsException>(() => versions.PromoteAsync(Name, "2", Change(1), "1"));
        Assert.Contains("No version serves now", none.Message, StringComparison.Ordinal);

        await PromoteAsync("3", 1);
        var other = await Assert.ThrowsAsync<MlOpsException>(() => versions.PromoteAsync(Name, "2", Change(2), "1"));
        Assert.Equal(MlOpsError.Conflict, other.Error);
        Assert.Contains(
            "Version '1' of model 'credit-risk' was expected to serve. Version '3' serves now: ann",
            other.Message,
            StringComparison.Ordinal);
        await versions.PromoteAsync(Name, "2", Change(2), "3");
        Assert.Equal(["2"], await InProductionAsync());
    }

    [Fact]
    public async Task A_version_that_SQL_put_into_production_gets_its_period_when_it_is_replaced()
    {
        await StoreVersionsAsync();
        await Database.ExecuteAsync(
            """
            UPDATE model_versions SET stage = 'Production', promoted_at = '2026-03-01 13:00+00', promoted_by = 'x',
                stage_changed_at = '2026-03-01 13:00+00' WHERE model_version = '1'
            """);
        await using var context = Database.CreateContext();
        var start = (await context.ModelVersions.SingleAsync(version => version.Version == "1")).StageChangedAt;
        await new ModelVersionRepository(context).PromoteAsync(Name, "2", new StageChange("ann", "better", start.AddHours(1)));
        Assert.Equal(["1 13-14", "2 14-"], await PeriodsAsync());
    }

    [Fact]
    public async Task A_version_without_its_period_does_not_leave_production()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await using var context = Database.CreateContext();
        var version = await context.ModelVersions.SingleAsync(version => version.Version == "1");
        var error = Assert.Throws<IllegalTransitionException>(() => version.MoveTo(ModelStage.Archived, Change(2)));
        Assert.Contains("serving period was not loaded", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("served_from = '2026-01-01', served_to = '2030-01-01', promoted_at = '2026-01-01'", PostgresErrorCodes.ExclusionViolation)]
    [InlineData("served_to = null", PostgresErrorCodes.UniqueViolation)]
    [InlineData("served_to = served_from - interval '1 second'", PostgresErrorCodes.DataException)]
    public async Task The_database_refuses_what_is_no_history(string change, string refusal)
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await PromoteAsync("2", 2);
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => Database.ExecuteAsync($"UPDATE ml_serving_periods SET {change} WHERE model_version = '1'"));
        Assert.Contains(error.SqlState, new[] { refusal, PostgresErrorCodes.ExclusionViolation });
    }

    [Fact]
    public async Task SQL_finds_who_served_by_the_range()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await PromoteAsync("2", 2);
        Assert.Equal(
            ["1"],
            await Database.ColumnAsync("SELECT model_version FROM ml_serving_periods WHERE served @> timestamptz '" +
                $"{Sample.Noon.AddMinutes(90):O}'"));
    }

    private async Task DecideAsync()
    {
        await using var context = Database.CreateContext();
        var decision = RetrainingDecision.Promote(TriggerReason.Drift, Sample.Noon.AddHours(2));
        context.Add(decision);
        await new ModelVersionRepository(context).PromoteAsync(
            Name, "2", new StageChange("gate", "better", Sample.Noon.AddHours(2), decision.Id));
    }

    private Task<List<string>> CountAllAsync() => Database.ColumnAsync(
        """
        SELECT concat_ws(' ', (SELECT count(*) FROM ml_audit_log), (SELECT count(*) FROM model_stage_transitions),
            (SELECT count(*) FROM ml_serving_periods), (SELECT count(*) FROM model_aliases), (SELECT count(*) FROM retraining_decisions))
        """);

    private Task<List<string>> PeriodsAsync() => Database.ColumnAsync(
        """
        SELECT concat(model_version, ' ', to_char(served_from AT TIME ZONE 'UTC', 'HH24'), '-', to_char(served_to AT TIME ZONE 'UTC', 'HH24'))
        FROM ml_serving_periods ORDER BY served_from, served_to
        """);

    private Task<List<string>> AliasesAsync() => Database.ColumnAsync(
        """
        SELECT concat(alias, ' ', model_version, ' ', to_char(valid_from AT TIME ZONE 'UTC', 'HH24'), '-',
            to_char(valid_to AT TIME ZONE 'UTC', 'HH24'), ' ', closed_by)
        FROM model_aliases ORDER BY alias, valid_from, valid_to
        """);
}
