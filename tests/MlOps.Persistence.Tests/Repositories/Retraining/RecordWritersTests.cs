using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

/// <summary>Many who write the record of the same models at once.</summary>
public class RecordWritersTests(TestDatabase database) : DatabaseTest(database)
{
    private const int Writers = 8;
    private const int Writes = 25;

    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000b");
    private static readonly string[] Models = ["churn", "fraud"];

    private int _hours;

    [Fact]
    public async Task After_200_writes_by_8_writers_at_once_each_chain_is_whole()
    {
        await StoreAsync(null);
        await StoreAsync(Other);
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))));

        foreach (var tenant in (Guid?[])[null, Other])
        {
            await using var context = Database.CreateReaderContext(tenant);
            var chains = await new RetrainingDecisionRepository(context).VerifyChainsAsync(null);
            Assert.Equal(Models, chains.Select(chain => chain.ModelName));
            Assert.All(chains, chain => Assert.Null(chain.Fault));
        }

        Assert.Equal(["true"], await Database.ColumnAsync(
            """
            SELECT ((SELECT count(*) FROM ml_chain_links) = (SELECT count(*) FROM retraining_decisions)
                + (SELECT count(*) FROM model_stage_transitions) AND (SELECT count(*) FROM ml_chain_links) > 200)::text
            """));
    }

    [Fact]
    public async Task What_a_bulk_write_leaves_out_gets_no_link()
    {
        await using var context = Database.CreateContext();
        var first = Decision("churn");
        await context.BulkInsertAsync([first]);
        await context.BulkUpsertAsync([first, Decision("churn")]);

        var chain = Assert.Single(await new RetrainingDecisionRepository(context).VerifyChainsAsync("churn"));
        Assert.Equal((2, null), (chain.Length, chain.Fault));
    }

    [Fact]
    public async Task What_is_rolled_back_leaves_no_gap()
    {
        await using var context = Database.CreateContext();
        await using (await context.Database.BeginTransactionAsync())
            await context.BulkInsertAsync([Decision("churn")]);

        await context.BulkInsertAsync([Decision("churn")]);
        var chain = Assert.Single(await new RetrainingDecisionRepository(context).VerifyChainsAsync("churn"));
        Assert.Equal((1, null), (chain.Length, chain.Fault));
    }

    private static RetrainingDecision Decision(string model) => RetrainingDecision.Promote(
        TriggerReason.Scheduled, Sample.Noon, new DecisionEvidence { ModelName = model, CoveragePct = 100.0 / 3 });

    private async Task WriteAsync(int writer)
    {
        var random = new Random(writer);
        for (var i = 0; i < Writes; i++)
        {
            await using var context = Database.CreateContext(writer % 2 == 0 ? null : Other);
            var model = Models[random.Next(Models.Length)];
            switch (random.Next(3))
            {
                case 0:
                    await PromoteAsync(context, model, $"{1 + random.Next(3)}");
                    break;
                case 1:
                    context.Add(Decision(model));
                    await context.SaveChangesAsync();
                    break;
                default:
                    await context.BulkInsertAsync([Decision(model), Decision(model), Decision(model)]);
                    break;
            }
        }
    }

    // Another one may be faster, or the version serve already.
    private async Task PromoteAsync(MlOpsDbContext context, string model, string version)
    {
        try
        {
            await new ModelVersionRepository(context).PromoteAsync(
                model, version, new StageChange("ann", "better", Sample.Noon.AddHours(Interlocked.Increment(ref _hours))));
        }
        catch (Exception e) when (e is MlOpsException or Domain.IllegalTransitionException)
        {
            context.Add(Decision(model));
            await context.SaveChangesAsync();
        }
    }

    private async Task StoreAsync(Guid? tenant)
    {
        await using var context = Database.CreateContext(tenant);
        foreach (var model in Models.Select(name => Build.Model(name)))
        {
            context.Add(model);
            context.AddRange(Enumerable.Range(1, 3).Select(version => Build.ModelVersion(model, $"{version}")));
        }

        await context.SaveChangesAsync();
    }
}
