using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Governance;

/// <summary>What scores cost when there are many results, for a role of tenants as for the owner.</summary>
[StandardNames("It reads plans, which name tables and indexes.")]
public class DataQualityPlanTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Today = new(Sample.Noon, Sample.Noon.AddDays(1));

    [Theory, InlineData(false), InlineData(true)]
    public async Task Scores_take_one_result_of_each_check_from_its_index(bool asTenant)
    {
        await FillAsync();
        var plans = new QueryPlans();
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(asTenant ? Database.DataSource : Database.OwnerDataSource).AddInterceptors(plans);
        await using var context = RenamedRun.CreateContext(builder.Options);
        var scores = await new DataQualityRepository(context).StreamScoresAsync().ToListAsync();

        Assert.Equal([new TableScore("bad", 0.5, 10, 10), new TableScore("good", 1, 10, 0)], scores);
        Assert.True(
            plans.Indexes.Contains("ix_data_quality_results_tenant_id_check_id_created_at")
                && !plans.Lines.Any(line => line.Contains("WindowAgg", StringComparison.Ordinal)),
            string.Join('\n', plans.Lines));
    }

    private async Task FillAsync()
    {
        var checks = Enumerable.Range(0, 20).Select(number => DataQualityCheck.Define(
            $"check {number}", DataQualityKind.Range, number < 10 ? "good" : "bad", "select", Sample.Noon)).ToList();
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync<Entity>(
            [
                .. checks,
                .. checks.SelectMany(check => Enumerable.Range(0, 500).Select(hour => DataQualityResult.Record(
                    check, Today, 1, check.TableName == "bad" && hour == 499 ? 1 : 0, Sample.Noon.AddHours(hour)))),
            ]);
        await Database.ExecuteAsync("ANALYZE data_quality_checks, data_quality_results");
    }
}
