using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>A version has one answer for each prediction, which is stored beside the prediction and shares its label.</summary>
public class ShadowScoreTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly Guid OtherTenant = Guid.CreateVersion7();

    private readonly ModelVersion _challenger = Build.ModelVersion(Build.Model(), "2");
    private readonly OraclePrediction _prediction = Build.OraclePrediction(0.5);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = Database.CreateContext();
        context.AddRange(Build.Model(), _challenger, _prediction);
        await context.SaveChangesAsync();
    }

    [Fact]
    public async Task A_second_answer_is_refused_by_an_insert_and_the_first_one_stays()
    {
        await UpsertAsync(Score(0.6));
        await using var context = Database.CreateContext();
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => context.BulkInsertAsync([Score(0.7)]));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, (error.InnerException as PostgresException)?.SqlState);
        context.Add(Score(0.7));
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
        Assert.Equal(["0.6"], await ValuesAsync());
    }

    [Theory, InlineData(1), InlineData(300)]
    public async Task An_upsert_stores_an_answer_once_and_leaves_the_first_one_as_it_is(int predictions)
    {
        List<OraclePrediction> rows = [.. Enumerable.Range(0, predictions).Select(i => Build.OraclePrediction(i))];
        await using (var context = Database.CreateContext())
            await context.BulkInsertAsync(rows);

        foreach (var value in (double[])[0.6, 0.6, 0.7])
            await UpsertAsync([.. rows.Select(row => Build.ShadowScore(row, _challenger, value))]);

        Assert.Equal(Enumerable.Repeat("0.6", predictions), await ValuesAsync());
    }

    [Fact]
    public async Task Each_version_has_its_own_answer_and_none_of_them_is_a_prediction()
    {
        var third = Build.ModelVersion(Build.Model(), "3");
        await using var context = Database.CreateContext();
        context.Add(third);
        await context.SaveChangesAsync();
        await UpsertAsync(Score(0.6), Build.ShadowScore(_prediction, third, 0.7));
        var read = await context.Predictions.AsNoTracking().Include(row => row.ShadowScores).SingleAsync();
        Assert.Equal([0.6, 0.7], read.ShadowScores.Select(score => score.PredictedValue!.Value).Order());
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task An_answer_needs_its_prediction_and_its_version_of_the_same_tenant()
    {
        var unknown = new ShadowAnswer { PredictedValue = 1 };
        await RefuseAsync(ShadowScore.Record(Guid.CreateVersion7(Sample.Noon), _challenger.Id, unknown, Sample.Noon));
        await RefuseAsync(ShadowScore.Record(_prediction.Id, Guid.CreateVersion7(), unknown, Sample.Noon));
        // Both are there, but not for this tenant.
        await RefuseAsync(ShadowScore.Record(_prediction.Id, _challenger.Id, unknown, Sample.Noon), OtherTenant);
        Assert.Equal(0, await Database.CountAsync("ml_shadow_scores"));
    }

    [Fact]
    public async Task A_tenant_sees_its_own_answers_alone()
    {
        await UpsertAsync(Score(0.6));
        await using var context = Database.CreateContext(OtherTenant);
        Assert.Empty(await context.ShadowScores.IgnoreQueryFilters().ToListAsync());
    }

    [Fact]
    public async Task An_application_cannot_change_an_answer()
    {
        await UpsertAsync(Score(0.6));
        await using var context = Database.CreateContext();
        var error = await Assert.ThrowsAsync<PostgresException>(() => context.ShadowScores.ExecuteUpdateAsync(
            set => set.SetProperty(score => score.PredictedValue, 0.9)));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Answers_move_with_their_prediction_into_its_slice_and_are_deleted_with_it()
    {
        await UpsertAsync(Score(0.6));
        Assert.Equal(1, await Database.CountAsync("ml_shadow_scores_default"));
        await using var owner = Database.CreateOwnerContext();
        await new SliceMaintenance(owner).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Equal(0, await Database.CountAsync("ml_shadow_scores_default"));
        Assert.Equal(1, await Database.CountAsync($"ml_shadow_scores_{Sample.Noon:yyyy_MM}"));

        await using var context = Database.CreateContext();
        context.Remove(await context.Predictions.SingleAsync());
        await context.SaveChangesAsync();
        Assert.Equal(0, await Database.CountAsync("ml_shadow_scores"));
    }

    [Fact]
    public async Task A_version_that_has_answered_cannot_be_deleted()
    {
        await UpsertAsync(Score(0.6));
        await using var context = Database.CreateContextAs(MlOpsRoles.Service);
        context.Remove(await context.ModelVersions.SingleAsync());
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync());
    }

    private ShadowScore Score(double value) => Build.ShadowScore(_prediction, _challenger, value);

    private async Task UpsertAsync(params ShadowScore[] scores)
    {
        await using var context = Database.CreateContext();
        Assert.Equal(scores.Length, await context.BulkUpsertAsync(scores));
    }

    private async Task RefuseAsync(ShadowScore score, Guid? tenantId = null)
    {
        await using var context = Database.CreateContext(tenantId);
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => context.BulkInsertAsync([score]));
        Assert.Equal(PostgresErrorCodes.ForeignKeyViolation, (error.InnerException as PostgresException)?.SqlState);
    }

    private Task<List<string>> ValuesAsync() => Database.ColumnAsync("SELECT predicted_value::text FROM ml_shadow_scores");
}
