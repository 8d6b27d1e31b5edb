using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Repositories.Registry;

public class PromotionTests(TestDatabase database) : PromotionTest(database)
{
    [Fact]
    public async Task A_second_version_in_production_retires_the_first_with_a_transition_for_both()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await PromoteAsync("2", 2);

        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        var first = await versions.GetAsync(Name, "1", default);
        Assert.Equal((ModelStage.Archived, VersionStatus.Retired), (first.Stage, first.Status));
        var second = await versions.FindInProductionAsync(Name, default);
        Assert.Equal(("2", "ann", Sample.Noon.AddHours(2)), (second!.Version, second.PromotedBy, second.PromotedAt));
        Assert.Equal(
            [
                ("1", ModelStage.None, ModelStage.Production),
                ("1", ModelStage.Production, ModelStage.Archived),
                ("2", ModelStage.None, ModelStage.Production),
            ],
            await versions.StreamHistoryAsync(Name).Select(step => (step.Version, step.FromStage, step.ToStage)).ToListAsync());
    }

    [Fact]
    public async Task No_version_enters_production_at_a_time_when_another_still_served()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 5);
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        await versions.MoveAsync(Name, "1", ModelStage.Archived, Change(10));

        var error = await Assert.ThrowsAsync<IllegalTransitionException>(() => versions.PromoteAsync(Name, "2", Change(7)));
        Assert.Contains(Name, error.Message, StringComparison.Ordinal);
        await PromoteAsync("2", 10);
        Assert.Equal("1", (await versions.FindProductionAtAsync(Name, Sample.Noon.AddHours(8)))?.Version);
        Assert.Equal("2", (await versions.FindProductionAtAsync(Name, Sample.Noon.AddHours(10)))?.Version);
    }

    [Fact]
    public async Task A_promotion_that_cannot_be_stored_changes_neither_version()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await Database.ExecuteAsync(
            "ALTER TABLE model_stage_transitions ADD CONSTRAINT broken CHECK (to_stage <> 'Production') NOT VALID");
        try
        {
            await Assert.ThrowsAsync<DbUpdateException>(() => PromoteAsync("2", 2));
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE model_stage_transitions DROP CONSTRAINT broken");
        }

        Assert.Equal(["1"], await InProductionAsync());
        Assert.Equal(1, await Database.CountAsync("model_stage_transitions"));
    }

    [Theory]
    [InlineData("1", "2", "3")]
    [InlineData("3", "2", "1")]
    [InlineData("2", "3", "1")]
    public async Task Saving_versions_in_any_order_retires_before_it_promotes(params string[] order)
    {
        await StoreVersionsAsync();
        for (var step = 0; step < 9; step++)
        {
            await using var context = Database.CreateContext();
            var versions = new List<ModelVersion>();
            foreach (var version in order)
                versions.Add(await context.ModelVersions.Include(row => row.ServingPeriods).SingleAsync(row => row.Version == version));

            var incumbent = versions.SingleOrDefault(version => version.Stage == ModelStage.Production);
            var candidate = versions.Single(version => version.Version == $"{(step % 3) + 1}");
            context.AddRange(candidate.PromoteToProduction(incumbent, Change(step)));
            await context.SaveChangesAsync();
            Assert.Equal([candidate.Version], await InProductionAsync());
        }
    }

    [Fact]
    public async Task Two_models_have_a_version_in_production_each()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await using var context = Database.CreateContext();
        var other = Build.Model("other");
        var version = Build.ModelVersion(other, "1");
        context.Add(other);
        context.Add(version);
        context.AddRange(version.PromoteToProduction(null, Change()));
        await context.SaveChangesAsync();
        Assert.Equal(["1", "1"], await InProductionAsync());
    }

    [Fact]
    public async Task Promoting_what_serves_already_is_illegal_and_changes_nothing()
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        await Assert.ThrowsAsync<IllegalTransitionException>(() => PromoteAsync("1", 2));
        Assert.Equal(["1"], await InProductionAsync());
        Assert.Equal(1, await Database.CountAsync("model_stage_transitions"));
    }

    [Theory]
    [InlineData("UPDATE model_versions SET stage = 'Production', promoted_at = now(), promoted_by = 'x'")]
    [InlineData("UPDATE model_versions SET stage = 'Production', promoted_at = now(), promoted_by = 'x' WHERE model_version = '2'")]
    public async Task The_database_refuses_a_second_version_in_production(string sql)
    {
        await StoreVersionsAsync();
        await PromoteAsync("1", 1);
        var error = await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync(sql));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, error.SqlState);
        Assert.Equal(["1"], await InProductionAsync());
    }
}
