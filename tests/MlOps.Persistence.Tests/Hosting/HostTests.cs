using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Hosting;

public class HostTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task What_one_scope_writes_another_reads()
    {
        using var host = AddMlOpsTests.Build(new() { ["ConnectionStrings:MlOps"] = Database.ConnectionString });
        await host.StartAsync();
        var written = Sample.FullPredictions()[1];
        await using (var scope = host.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<PredictionRepository>().Add(written);
            scope.ServiceProvider.GetRequiredService<ModelRepository>().Add(Build.Model());
            await scope.ServiceProvider.GetRequiredService<MlOpsDbContext>().SaveChangesAsync();
        }

        await using (var scope = host.Services.CreateAsyncScope())
        {
            var read = await scope.ServiceProvider.GetRequiredService<PredictionRepository>().GetAsync(written.Id, default);
            Assert.Empty(Fields.Differences(scope.ServiceProvider.GetRequiredService<MlOpsDbContext>(), written, read));
            Assert.NotNull(await scope.ServiceProvider.GetRequiredService<ModelRepository>().FindAsync("credit-risk", default));
        }

        await host.StopAsync();
    }

    [Fact]
    public async Task A_host_of_another_tenant_sees_nothing_of_it()
    {
        await Population.StoreAsync(Database);
        using var host = AddMlOpsTests.Build([], services => services.AddMlOps(options =>
        {
            options.ConnectionString = Database.OwnerConnectionString;
            options.TenantId = Guid.CreateVersion7();
        }));
        await using var scope = host.Services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<ModelRepository>().FindAsync("credit-risk", default));
    }

    [Fact]
    public async Task The_health_checks_of_an_application_find_what_the_command_finds()
    {
        using var host = AddMlOpsTests.Build(new() { ["ConnectionStrings:MlOps"] = Database.ConnectionString }, services =>
            services.AddMlOps().AddSystemHealthCheck().AddSystemHealthCheck());
        await using (var scope = host.Services.CreateAsyncScope())
        {
            var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
            context.Add(Build.DeadLetter());
            await context.SaveChangesAsync();
        }

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        var entry = report.Entries["mlops-system"];
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("dead letters: Writes that the database has refused: 1. Type 'mlops dead-letters list'", entry.Description,
            StringComparison.Ordinal);
        Assert.StartsWith("PostgreSQL ", $"{entry.Data["connection"]}", StringComparison.Ordinal);
    }
}
