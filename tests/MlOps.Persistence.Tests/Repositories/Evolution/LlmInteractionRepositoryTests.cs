using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Evolution;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Evolution;

public class LlmInteractionRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Hour = new(Sample.Noon, Sample.Noon.AddHours(1));

    [Fact]
    public async Task Costs_are_added_up_exactly_by_experiment_and_model_within_the_window()
    {
        var (first, second) = (EvolutionSamples.StartExperiment("first"), EvolutionSamples.StartExperiment("second"));
        await using var context = Database.CreateContext();
        context.AddRange(first, second);
        await context.SaveChangesAsync();
        var requests = new LlmInteractionRepository(context);
        await context.BulkInsertAsync(
        [
            Request(first.Id, "large", 0, 0.1m), Request(first.Id, "large", 59, 0.2m), Request(first.Id, "small", 1, 0.001m),
            Request(second.Id, "large", 1, 5), Request(null, "small", 1, 7),
            Request(first.Id, "large", -1, 100), Request(first.Id, "large", 60, 100),
        ]);

        var costs = await requests.StreamCostsAsync(Hour).ToListAsync();
        Assert.Equal(
            [(first.Id, "large", 2, 0.3m), (first.Id, "small", 1, 0.001m), (second.Id, "large", 1, 5m), (default(Guid?), "small", 1L, 7m)],
            costs.OrderBy(cost => cost.ExperimentId is null).ThenBy(cost => cost.ExperimentId == second.Id).ThenBy(cost => cost.Model)
                .Select(cost => (cost.ExperimentId, cost.Model, cost.Requests, cost.Cost)));
        var large = Assert.Single(await requests.StreamCostsAsync(first.Id, Hour).ToListAsync(), cost => cost.Model == "large");
        Assert.Equal((20, 4_000_000_000L), (large.TokensIn, large.TokensOut));
        Assert.Equal((TimeSpan.FromMilliseconds(59), TimeSpan.FromMilliseconds(29.5)), (large.Latency, large.AverageLatency));

        await using var stranger = Database.CreateOwnerContext(Guid.CreateVersion7());
        Assert.Empty(await new LlmInteractionRepository(stranger).StreamCostsAsync(Hour).ToListAsync());
    }

    private static LlmInteraction Request(Guid? experiment, string model, int minute, decimal cost) => LlmInteraction.Record(
        model, 10, 2_000_000_000, cost, TimeSpan.FromMilliseconds(Math.Abs(minute)), Sample.Noon.AddMinutes(minute), experiment);
}
