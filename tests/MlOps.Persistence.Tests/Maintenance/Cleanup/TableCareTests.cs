using MlOps.Persistence.Maintenance.Cleanup;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Cleanup;

[StandardNames("It names tables.")]
public class TableCareTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_sliced_table_is_analyzed_as_a_whole_and_vacuumed_partition_by_partition()
    {
        await using var context = Database.CreateOwnerContext();
        var care = new TableCare(context);
        Assert.Equal(["ANALYZE ml_predictions"], await care.RunAsync(TableTask.Analyze, "ml_predictions"));
        Assert.True(await Database.ScalarAsync<bool>(
            "SELECT pg_stat_get_last_analyze_time('ml_predictions'::regclass) IS NOT NULL"));
        var vacuumed = await care.RunAsync(TableTask.Vacuum, "ml_predictions");
        Assert.Contains("VACUUM (ANALYZE) ml_predictions_default", vacuumed);
        Assert.DoesNotContain("VACUUM (ANALYZE) ml_predictions", vacuumed);
    }

    [Fact]
    public async Task Indexes_are_built_anew_while_somebody_writes()
    {
        await using var context = Database.CreateOwnerContext();
        await using var writer = await Database.OwnerDataSource.OpenConnectionAsync();
        var before = await FindFileAsync();
        Assert.Equal(["REINDEX TABLE CONCURRENTLY ml_models"], await new TableCare(context).RunAsync(TableTask.Reindex, "ml_models"));
        Assert.NotEqual(before, await FindFileAsync());
        Assert.All(await new TableCare(context).PlanAsync(TableTask.Reindex), statement => Assert.Contains("CONCURRENTLY", statement));
    }

    [Fact]
    public async Task A_table_that_the_model_has_not_is_refused()
    {
        await using var context = Database.CreateOwnerContext();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new TableCare(context).RunAsync(TableTask.Vacuum, "pg_class"));
        Assert.Equal("The model has no table 'pg_class'.", error.Message);
    }

    private Task<uint> FindFileAsync() =>
        Database.ScalarAsync<uint>("SELECT relfilenode FROM pg_class WHERE relname = 'pk_ml_models'");
}
