using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Registry;

public class ConfigurationRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_change_is_stored_and_dated_by_the_database()
    {
        await StoreAsync("vm-1");
        await using (var context = Database.CreateContext())
        {
            var configuration = await new ConfigurationRepository(context).GetAsync("vm-1");
            configuration.AcceptAsBaseline(Sample.Noon);
            configuration.Observe(Json.Parse("""{"port": 80}"""), Sample.Noon);
            await context.SaveChangesAsync();
        }

        await using var other = Database.CreateContext();
        var read = await new ConfigurationRepository(other).GetAsync("vm-1");
        Assert.Equal((Json.Parse("""{"port": 80}"""), Json.Parse("""{"port": 22}"""), true), (read.Features, read.BaselineConfig, read.DeviatesFromBaseline));
        Assert.True(read.UpdatedAt > Sample.Noon);
    }

    [Fact]
    public async Task A_resource_has_one()
    {
        await StoreAsync("vm-1");
        await StoreAsync("vm-2");
        await Assert.ThrowsAsync<DbUpdateException>(() => StoreAsync("vm-1"));
        await using var context = Database.CreateContext();
        Assert.Null(await new ConfigurationRepository(context).FindAsync("vm-3"));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => new ConfigurationRepository(context).GetAsync("vm-3"));
        Assert.Equal(MlOpsError.NotFound, error.Error);
        Assert.Contains("'vm-3'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_that_deviate_from_their_baseline_come_by_id()
    {
        foreach (var resource in (string[])["vm-4", "vm-3", "vm-2", "vm-1"])
            await StoreAsync(resource);

        await ChangeAsync("vm-2", configuration => configuration.AcceptAsBaseline(Sample.Noon));
        foreach (var resource in (string[])["vm-3", "vm-4"])
        {
            await ChangeAsync(resource, configuration => configuration.AcceptAsBaseline(Sample.Noon));
            await ChangeAsync(resource, configuration => configuration.Observe(Json.Parse("""{"port": 80}"""), Sample.Noon));
        }

        await using var context = Database.CreateContext();
        var deviating = await new ConfigurationRepository(context).StreamDeviatingAsync().ToListAsync();
        Assert.Equal(["vm-3", "vm-4"], deviating.Select(configuration => configuration.ResourceId));
        Assert.All(deviating, configuration => Assert.True(configuration.DeviatesFromBaseline));
    }

    private async Task ChangeAsync(string resourceId, Action<Configuration> change)
    {
        await using var context = Database.CreateContext();
        change(await new ConfigurationRepository(context).GetAsync(resourceId));
        await context.SaveChangesAsync();
    }

    private async Task StoreAsync(string resourceId)
    {
        await using var context = Database.CreateContext();
        new ConfigurationRepository(context).Add(Configuration.Record(resourceId, Json.Parse("""{"port": 22}"""), Sample.Noon));
        await context.SaveChangesAsync();
    }
}
