using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>An exception that nobody knows may be the row's fault, or the program's, which meets every row.</summary>
public class ProgramFaultTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_fault_that_meets_all_rows_makes_them_wait_and_is_reported_until_it_is_gone()
    {
        var fault = new Fault { IsThere = true };
        await using var host = await WriterHost.StartAsync(
            Database.ConnectionString,
            addAfter: services => services.ConfigureDbContext<MlOpsDbContext>(options => options.AddInterceptors(fault)));
        for (var i = 0; i < 100; i++)
            await host.Writer.WriteAsync(Build.OraclePrediction(i));

        await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Fault is not null), "the writer notices the fault");
        Assert.Equal(RefusalCause.Configuration, host.Writer.Statistics.Fault!.Cause);
        Assert.Contains("a fault of the program", host.Writer.Statistics.Fault.Reason, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, await CheckAsync(host));

        fault.IsThere = false;
        await host.Writer.FlushAsync().WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(100, await Database.CountAsync("ml_predictions"));
        await Database.AssertNoDeadLettersAsync();
        Assert.Null(host.Writer.Statistics.Fault);
        Assert.Equal(HealthStatus.Healthy, await CheckAsync(host));
    }

    private static async Task<HealthStatus> CheckAsync(WriterHost host) =>
        (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status;

    private sealed class Fault : DbTransactionInterceptor
    {
        public bool IsThere { get; set; }

        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection,
            TransactionStartingEventData eventData,
            InterceptionResult<DbTransaction> result,
            CancellationToken cancellationToken = default) => IsThere
                ? throw new InvalidCastException("This is a fault of the program.")
                : ValueTask.FromResult(result);
    }
}
