using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>One process writes for several tenants, and none of them has to do with another.</summary>
public class TenantWritersTests(TestDatabase database) : ClosableDatabaseTest(database)
{
    private readonly Guid[] _tenants = [.. Enumerable.Range(0, 5).Select(_ => Guid.CreateVersion7())];
    private readonly TestDirectory _root = new();

    [Theory, InlineData(Durability.Memory), InlineData(Durability.Journal)]
    public async Task Each_tenant_gets_its_own_rows_from_many_callers(Durability durability)
    {
        Dictionary<Guid, ModelVersion> challengers = [];
        foreach (var tenant in _tenants)
            challengers[tenant] = await StoreVersionAsync(tenant);

        using var host = await StartAsync(durability);
        var writers = host.Services.GetRequiredService<ITenantWriters>();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var tenant = _tenants[i % _tenants.Length];
            var prediction = Build.OraclePrediction(i);
            await writers.WriteAsync(tenant, prediction);
            await writers.RecordLabelAsync(tenant, prediction.Id, i, Sample.Noon);
            await writers.RecordFeedbackAsync(tenant, Build.Feedback(prediction));
            await writers.RecordShadowScoreAsync(tenant, Build.ShadowScore(prediction, challengers[tenant]));
        }));
        await writers.FlushAsync();
        foreach (var tenant in _tenants)
        {
            await using var context = Database.CreateContext(tenant);
            Assert.Equal(40, await context.Predictions.CountAsync(prediction => prediction.ActualValue == prediction.PredictedValue));
            Assert.Equal(40, await context.Feedback.CountAsync());
            Assert.Equal(40, await context.ShadowScores.CountAsync());
            Assert.Equal(160, writers.Statistics[tenant].Stored);
        }

        await host.StopAsync();
        Assert.Equal(5, await Database.CountAsync("ml_writers WHERE stopped_at IS NOT NULL"));
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task A_row_of_another_tenant_is_refused()
    {
        using var host = await StartAsync(Durability.Memory);
        var prediction = Build.OraclePrediction(1);
        prediction.BelongTo(_tenants[0]);
        await Assert.ThrowsAsync<Domain.IllegalTransitionException>(async () =>
            await host.Services.GetRequiredService<ITenantWriters>().WriteAsync(_tenants[1], prediction));
        await host.StopAsync();
    }

    [Fact]
    public async Task What_a_process_could_not_store_is_delivered_by_the_next_one_for_each_tenant()
    {
        using (var first = await StartAsync(Durability.Journal))
        {
            await Database.CloseToOthersAsync();
            foreach (var tenant in _tenants)
                await first.Services.GetRequiredService<ITenantWriters>().WriteAsync(tenant, Build.OraclePrediction(1));

            await first.StopAsync(new CancellationTokenSource(TimeSpan.FromMilliseconds(200)).Token);
        }

        await Database.OpenToOthersAsync();
        // Fewer places than tenants: each is delivered when one before it is closed.
        using var second = await StartAsync(
            Durability.Journal, options => (options.MaxOpen, options.IdleTime) = (2, TimeSpan.FromMilliseconds(200)));
        await Polling.UntilAsync(async () => await Database.CountAsync("ml_predictions") == 5, "all are stored");
        var stored = await Database.ColumnAsync("SELECT tenant_id::text FROM ml_predictions");
        Assert.Equal(_tenants.Order(), stored.Select(Guid.Parse).Order());
        await second.StopAsync();
    }

    [Fact]
    public async Task A_directory_of_somebody_else_below_the_root_disturbs_nobody()
    {
        Directory.CreateDirectory(Path.Combine(_root.Child("journals"), "lost+found"));
        Directory.CreateDirectory(Path.Combine(_root.Child("journals"), _tenants[0].ToString()));
        await File.WriteAllTextAsync(Path.Combine(_root.Child("journals"), _tenants[0].ToString(), "1.journal"), "no journal");
        using var host = await StartAsync(Durability.Journal, options => options.IdleTime = TimeSpan.FromMilliseconds(200));
        var writers = host.Services.GetRequiredService<ITenantWriters>();
        await writers.WriteAsync(_tenants[1], Build.OraclePrediction(1));
        await Polling.UntilAsync(async () => await Database.CountAsync("ml_predictions") == 1, "it is stored");
        await Polling.UntilAsync(() => Task.FromResult(!writers.Statistics.ContainsKey(_tenants[1])), "the writer is closed");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_writer_that_is_idle_is_closed_and_opened_again_when_its_tenant_writes()
    {
        using var host = await StartAsync(Durability.Journal, options => options.IdleTime = TimeSpan.FromMilliseconds(200));
        var writers = host.Services.GetRequiredService<ITenantWriters>();
        for (var i = 0; i < 3; i++)
        {
            await writers.WriteAsync(_tenants[0], Build.OraclePrediction(i));
            await Polling.UntilAsync(() => Task.FromResult(writers.Statistics.Count == 0), "the writer is closed");
        }

        Assert.Equal(3, await Database.CountAsync("ml_predictions"));
        Assert.Empty(Directory.EnumerateFiles(_root.Child("journals"), "*.journal", SearchOption.AllDirectories));
        await host.StopAsync();
    }

    [Fact]
    public async Task Beyond_the_places_a_tenant_takes_that_of_an_idle_one_or_is_refused()
    {
        using var host = await StartAsync(Durability.Memory, options => options.MaxOpen = 2);
        var writers = host.Services.GetRequiredService<ITenantWriters>();
        for (var i = 0; i < 10; i++)
        {
            await writers.WriteAsync(_tenants[i % 5], Build.OraclePrediction(i));
            await writers.FlushAsync();
        }

        Assert.Equal(10, await Database.CountAsync("ml_predictions"));
        await Database.CloseToOthersAsync();
        await writers.WriteAsync(_tenants[4], Build.OraclePrediction(1));
        await writers.WriteAsync(_tenants[3], Build.OraclePrediction(2));
        var error = await Assert.ThrowsAsync<MlOpsException>(async () => await writers.WriteAsync(_tenants[0], Build.OraclePrediction(3)));
        Assert.Equal(MlOpsError.QueueFull, error.Error);
        Assert.Contains(_tenants[0].ToString(), error.Message, StringComparison.Ordinal);
        await Database.OpenToOthersAsync();
        await writers.FlushAsync();
        await writers.WriteAsync(_tenants[0], Build.OraclePrediction(4));
        await host.StopAsync();
        Assert.Equal(13, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task A_tenant_whose_rows_cannot_be_stored_holds_up_no_other_and_the_health_check_names_it()
    {
        await Database.ExecuteAsync(
            $"""
            CREATE FUNCTION fail_one() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.tenant_id = '{_tenants[0]}' THEN RAISE insufficient_privilege; END IF; RETURN NEW; END $$;
            CREATE TRIGGER fail_one BEFORE INSERT ON oracle_ml_predictions FOR EACH ROW EXECUTE FUNCTION fail_one()
            """);
        try
        {
            using var host = await StartAsync(Durability.Memory);
            var writers = host.Services.GetRequiredService<ITenantWriters>();
            foreach (var tenant in _tenants)
                await writers.WriteAsync(tenant, Build.OraclePrediction(1));

            await Polling.UntilAsync(async () => await Database.CountAsync("ml_predictions") == 4, "the others are stored");
            var health = host.Services.GetRequiredService<HealthCheckService>();
            await Polling.UntilAsync(
                async () => (await health.CheckHealthAsync()).Entries["mlops-tenant-writers"] is { Status: HealthStatus.Unhealthy } entry
                    && entry.Description!.Contains(_tenants[0].ToString(), StringComparison.Ordinal)
                    && !entry.Description.Contains(_tenants[1].ToString(), StringComparison.Ordinal),
                "the health check names the tenant");
            await host.StopAsync(new CancellationTokenSource(TimeSpan.FromMilliseconds(200)).Token);
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION fail_one CASCADE");
        }
    }

    [Fact]
    public async Task Options_that_no_process_can_work_with_are_refused()
    {
        var error = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => StartAsync(
            Durability.Memory, options => (options.MaxOpen, options.IdleTime, options.Writer.BatchSize) = (0, TimeSpan.Zero, 0)));
        foreach (var option in (string[])["MaxOpen", "IdleTime", "BatchSize"])
            Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    private async Task<ModelVersion> StoreVersionAsync(Guid tenantId)
    {
        var model = Build.Model();
        var version = Build.ModelVersion(model);
        await using var context = Database.CreateContext(tenantId);
        context.AddRange(model, version);
        await context.SaveChangesAsync();
        return version;
    }

    private async Task<IHost> StartAsync(Durability durability, Action<TenantWriterOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMlOps(options => (options.ConnectionString, options.FindTenant) = (Database.ConnectionString, _ => null))
            .AddTenantWriters(options =>
            {
                options.Writer.FlushInterval = TimeSpan.FromMilliseconds(20);
                (options.Writer.Durability, options.Writer.JournalDirectory) = (durability, _root.Child("journals"));
                configure?.Invoke(options);
            });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
