using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Ingestion.Writing;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>An application makes the slices around the present, with the rights of the owner, as long as it runs.</summary>
public class SliceMaintenanceServiceTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2071, 1, 31, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task The_slices_follow_the_clock()
    {
        using var host = BuildHost(options => options.ConnectionString = Database.OwnerConnectionString);
        await host.StartAsync();
        await ExistsAsync("ml_predictions_2071_03");
        await ExistsAsync("query_performance_logs_2070_12");
        await ExistsAsync("system_performance_metrics_2071_02_02");
        Assert.False(await HasAsync("ml_predictions_2071_04"));
        Assert.False(await HasAsync("ml_predictions_2070_11"));

        _clock.Advance(TimeSpan.FromDays(2));
        await ExistsAsync("ml_predictions_2071_04");
        await host.StopAsync();
    }

    [Fact]
    public async Task Rows_that_arrive_before_their_slice_move_into_it()
    {
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.OraclePrediction(1, new DateTimeOffset(2072, 2, 1, 0, 0, 0, TimeSpan.Zero)));
            await context.SaveChangesAsync();
        }

        _clock.SetUtcNow(new DateTimeOffset(2071, 12, 31, 23, 59, 0, TimeSpan.Zero));
        using var host = BuildHost(options => (options.ConnectionString, options.Behind) = (Database.OwnerConnectionString, 0));
        await host.StartAsync();
        await ExistsAsync("ml_predictions_2072_02");
        Assert.Equal(1, await Database.CountAsync("ml_predictions_2072_02"));
        Assert.False(await HasAsync("ml_predictions_2071_11"));
        await host.StopAsync();
    }

    [Fact]
    public async Task A_role_that_may_not_make_slices_is_reported_and_the_application_runs_on()
    {
        // The connection of the application, which does not own the tables, at a time that has no slices yet.
        _clock.SetUtcNow(new DateTimeOffset(2075, 1, 1, 0, 0, 0, TimeSpan.Zero));
        using var host = BuildHost();
        await host.StartAsync();
        var log = host.Services.GetRequiredService<TestLog>();
        await Polling.UntilAsync(() => Task.FromResult(log.Of(LogLevel.Error).Count > 0), "the failure is logged");
        Assert.Contains(log.Of(LogLevel.Error), line => line.Contains("could not be made", StringComparison.Ordinal));
        await host.StopAsync();
    }

    [Fact]
    public async Task Options_that_make_no_sense_are_refused_at_the_start()
    {
        using var host = BuildHost(options => (options.Behind, options.Ahead, options.Interval) = (-1, 121, TimeSpan.Zero));
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(3, error.Failures.Count());
    }

    private IHost BuildHost(Action<SliceMaintenanceOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TestLog>();
        builder.Services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<TestLog>());
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddContext(options => options.ConnectionString = Database.ConnectionString).AddSliceMaintenance(configure);
        return builder.Build();
    }

    private Task ExistsAsync(string table) => Polling.UntilAsync(() => HasAsync(table), $"{table} exists");

    private Task<bool> HasAsync(string table) => Database.ScalarAsync<bool>($"SELECT to_regclass('{table}') IS NOT NULL");
}
