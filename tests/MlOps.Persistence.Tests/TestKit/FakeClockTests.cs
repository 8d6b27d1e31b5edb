using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Maintenance;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.TestKit;

/// <summary>A host with a clock that the test sets.</summary>
public sealed class FakeClockTests(TestDatabase database) : DatabaseTest(database)
{
    private readonly FakeTimeProvider _clock = new(Build.Noon);

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_batch_waits_for_the_clock_whether_it_was_registered_before_or_after(bool before)
    {
        using var host = CreateHost(before);
        await host.StartAsync();
        var writer = host.Services.GetRequiredService<IPredictionWriter>();
        await writer.WriteAsync(Build.Prediction());
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
        _clock.Advance(TimeSpan.FromHours(1));
        await Polling.UntilAsync(async () => await Database.CountAsync("ml_predictions") == 1, "the prediction is stored");
        await host.StopAsync();
    }

    [Fact]
    public async Task Events_and_slices_are_of_the_time_of_the_clock()
    {
        _clock.SetUtcNow(Build.Noon.AddYears(30));
        using var host = CreateHost(before: true, Database.OwnerConnectionString);
        await using var scope = host.Services.CreateAsyncScope();
        var slices = (await scope.ServiceProvider.GetRequiredService<SchemaUpgrade>().RunAsync()).Slices;
        Assert.Contains("ml_predictions_2056_03", slices);
        Assert.DoesNotContain("ml_predictions_2056_02", slices);

        var context = scope.ServiceProvider.GetRequiredService<MlOpsDbContext>();
        context.Add(Build.Model());
        await context.SaveChangesAsync();
        Assert.Equal(_clock.GetUtcNow(), (await context.LearningEvents.SingleAsync()).CreatedAt);
    }

    private IHost CreateHost(bool before, string? connectionString = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        if (before)
            builder.Services.AddSingleton<TimeProvider>(_clock);

        builder.Services
            .AddMlOps(options =>
                (options.ConnectionString, options.RecordLearningEvents) = (connectionString ?? Database.ConnectionString, true))
            .AddPredictionWriter(options => options.FlushInterval = TimeSpan.FromHours(1));
        if (!before)
            builder.Services.AddSingleton<TimeProvider>(_clock);

        return builder.Build();
    }
}
