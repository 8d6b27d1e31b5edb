using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Tests.Concurrency;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

public class RetrainingPolicyRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_change_makes_a_version_and_keeps_the_old()
    {
        await DefineAsync("default");
        await DefineAsync("strict");
        await ChangeAsync(1, 100);
        await ChangeAsync(2, 50);

        await using var context = Database.CreateContext();
        var policies = new RetrainingPolicyRepository(context);
        var versions = await policies.StreamVersionsAsync("default").ToListAsync();
        Assert.Equal(
            [(3, 50, null), (2, 100, At(2)), (1, int.MaxValue, (DateTimeOffset?)At(1))],
            versions.Select(policy => (policy.Version, policy.MinLabeledSamples, policy.ReplacedAt)));
        Assert.Equal(3, (await policies.GetCurrentAsync("default")).Version);
        Assert.Equal(1, (await policies.GetCurrentAsync("strict")).Version);
    }

    [Fact]
    public async Task There_is_one_current_version_of_a_name()
    {
        await DefineAsync("default");
        await Assert.ThrowsAsync<DbUpdateException>(() => DefineAsync("default"));
        await using var context = Database.CreateContext();
        Assert.Null(await new RetrainingPolicyRepository(context).FindCurrentAsync("strict"));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new RetrainingPolicyRepository(context).GetCurrentAsync("strict"));
        Assert.Equal(MlOpsError.NotFound, error.Error);
        Assert.Contains("'strict'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_that_change_a_policy_at_once_one_wins_and_the_other_can_go_on()
    {
        await DefineAsync("default");
        await using var left = Database.CreateContext();
        await using var right = Database.CreateContext();
        var outcomes = await Database.WriteAtOnceAsync("ml_retraining_policies", [() => TryAsync(left, 1), () => TryAsync(right, 2)]);
        Assert.Single(outcomes, won => won);

        var loser = new RetrainingPolicyRepository(outcomes[0] ? right : left);
        Assert.Equal(2, (await loser.GetCurrentAsync("default")).Version);
        Assert.Equal(3, (await loser.ChangeAsync("default", With(3), "bob", At(2))).Version);
        Assert.Equal(3, await Database.CountAsync("ml_retraining_policies"));

        static async Task<bool> TryAsync(MlOpsDbContext context, int samples)
        {
            try
            {
                await new RetrainingPolicyRepository(context).ChangeAsync("default", With(samples), "bob", At(1));
                return true;
            }
            catch (MlOpsException e) when (e.Error == MlOpsError.Conflict)
            {
                Assert.Contains("'default'", e.Message, StringComparison.Ordinal);
                return false;
            }
        }
    }

    private static DateTimeOffset At(int hour) => Sample.Noon.AddHours(hour);

    private static GateThresholds With(int samples) => RetrainingPopulation.Thresholds() with { MinLabeledSamples = samples };

    private async Task DefineAsync(string name)
    {
        await using var context = Database.CreateContext();
        new RetrainingPolicyRepository(context).Add(RetrainingPolicy.Define(name, RetrainingPopulation.Thresholds(), "ann", Sample.Noon));
        await context.SaveChangesAsync();
    }

    private async Task ChangeAsync(int hour, int samples)
    {
        await using var context = Database.CreateContext();
        await new RetrainingPolicyRepository(context).ChangeAsync("default", With(samples), "bob", At(hour));
    }
}
