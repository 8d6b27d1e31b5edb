using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Predictions;

public class LabelPolicyRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_tenant_gets_the_job_with_its_first_policy_and_the_policies_are_its_own()
    {
        await SetAsync(null, new());
        await SetAsync("search", new());
        Assert.Equal(["label from feedback label_from_feedback"], await Database.ColumnAsync("SELECT name || ' ' || kind FROM ml_jobs"));
        await using var other = Database.CreateContext(Guid.CreateVersion7(Sample.Noon));
        Assert.Null(await new LabelPolicyRepository(other).FindAsync(null));
    }

    [Fact]
    public async Task A_policy_that_is_set_again_changes_and_one_that_is_removed_is_no_more()
    {
        await SetAsync(null, new());
        await SetAsync("search", new());
        await SetAsync("search", new() { MinAgreement = 3 });
        await using var context = Database.CreateContext();
        var policies = new LabelPolicyRepository(context);
        Assert.Equal(
            [("search", 3), (null, 1)],
            (await policies.StreamAsync().ToListAsync()).Select(policy => (policy.ServiceName, policy.MinAgreement)));

        Assert.True(await policies.RemoveAsync("search"));
        Assert.False(await policies.RemoveAsync("search"));
        Assert.NotNull(await policies.FindAsync(null));
    }

    private async Task SetAsync(string? service, LabelPolicySettings settings)
    {
        await using var context = Database.CreateContext();
        await new LabelPolicyRepository(context).SetAsync(service, settings, Sample.Noon);
    }
}
