using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Experiments;
using MlOps.Persistence.Repositories.Experiments;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Repositories.Experiments;

public class AbExperimentRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly (AbExperiment Experiment, IReadOnlyList<AbResult> Results) _checkout =
        PatternSamples.RunExperiment("checkout", "orders", "more", "big button");

    [Theory, InlineData(AbMetricKind.Conversion), InlineData(AbMetricKind.Value)]
    public async Task What_is_analysed_from_the_database_is_what_was_analysed_before(AbMetricKind kind)
    {
        var (experiment, results) = PatternSamples.RunExperiment("e", "m", "h", "b", kind);
        await StoreAsync(experiment, results);
        await using var context = Database.CreateContext();
        var verdict = await new AbExperimentRepository(context).GetVerdictAsync("e");
        Assert.Equal(experiment.Analyse(results).Comparisons, verdict.Comparisons);
        Assert.Equal((AbOutcome.TreatmentBetter, "b"), (verdict.Outcome, verdict.Winner));
    }

    [Fact]
    public async Task An_experiment_comes_with_its_variants_and_is_concluded()
    {
        await StoreAsync(_checkout.Experiment, _checkout.Results);
        await using (var context = Database.CreateContext())
        {
            var experiments = new AbExperimentRepository(context);
            var read = await experiments.GetAsync("checkout");
            Assert.Empty(Fields.Differences(context, _checkout.Experiment, read));
            Assert.Equal(["control", "big button"], read.Variants.Select(variant => variant.Name));
            read.Conclude(await experiments.GetVerdictAsync("checkout"), Sample.Noon.AddDays(2));
            await context.SaveChangesAsync();
        }

        await using var other = Database.CreateContext();
        Assert.Equal("big button", (await new AbExperimentRepository(other).FindAsync("checkout"))!.Winner);
        await Assert.ThrowsAsync<MlOpsException>(() => new AbExperimentRepository(other).GetVerdictAsync("nothing"));
    }

    [Fact]
    public async Task Results_are_those_of_the_experiments_variants_oldest_first()
    {
        await StoreAsync(_checkout.Experiment, _checkout.Results);
        var (other, results) = PatternSamples.RunExperiment("other", "m", "h", "b");
        await StoreAsync(other, results);
        await using var context = Database.CreateContext();
        var read = await new AbExperimentRepository(context).StreamResultsAsync(_checkout.Experiment.Id).ToListAsync();
        Assert.Equal(_checkout.Results.Select(result => result.Id).Order(), read.Select(result => result.Id).Order());
        await using var stranger = Database.CreateOwnerContext(Guid.CreateVersion7());
        Assert.Empty(await new AbExperimentRepository(stranger).StreamResultsAsync(other.Id).ToListAsync());
    }

    [Fact]
    public async Task A_window_counts_once_and_there_is_one_control()
    {
        await StoreAsync(_checkout.Experiment, _checkout.Results);
        var again = PatternSamples.RunExperiment("other", "m", "h", "b");
        await StoreAsync(again.Experiment, []);
        await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync(
            "INSERT INTO ab_testing_results SELECT (r).* FROM ("
            + "SELECT jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid())) AS r FROM ab_testing_results r) AS c"));
        var error = await Assert.ThrowsAsync<PostgresException>(
            () => Database.ExecuteAsync("UPDATE ab_testing_variants SET is_control = true"));
        Assert.Equal("ux_ab_testing_variants_one_control", error.ConstraintName);
        await Assert.ThrowsAsync<DbUpdateException>(() => StoreAsync(PatternSamples.RunExperiment("other", "m", "h", "b").Experiment, []));
    }

    private async Task StoreAsync(AbExperiment experiment, IEnumerable<AbResult> results)
    {
        await using var context = Database.CreateContext();
        var experiments = new AbExperimentRepository(context);
        experiments.Add(experiment);
        foreach (var result in results)
            experiments.Add(result);

        await context.SaveChangesAsync();
    }
}
