using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class GateTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Page = "docs/gate.md";

    [Fact]
    public void The_page_shows_the_sample_that_is_tested() =>
        Assert.Equal(Documents.Sample("GateSample.cs", "run"), Documents.CSharpOf(Page).Single());

    [Fact]
    public async Task The_sample_decides_and_the_SQL_shows_why()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model("churn");
        context.Add(model);
        context.AddRange(Build.ModelVersion(model, "1"), Build.ModelVersion(model, "2"));
        context.Add(RetrainingPolicy.Define("default", new GateThresholds(), "ann", Sample.Noon));
        await context.SaveChangesAsync();
        await new ModelVersionRepository(context).PromoteAsync("churn", "1", new StageChange("ann", "first", Sample.Noon));

        var decision = await GateSample.RunAsync(context, Sample.Noon.AddHours(1));

        Assert.Equal(RetrainingAction.Reject, decision.Action);
        Assert.Equal(
            decision.RejectionReasons.Order(),
            (await Database.ColumnAsync($"SELECT finding FROM ({Documents.BlocksOf(Page, "sql").Single()}) AS found")).Order());
    }
}
