using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Ingestion.Writing;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>A login that may only read has a lock that the making of slices needs.</summary>
[StandardNames("It takes locks that have the names of tables.")]
public class SliceLockTests(TestDatabase database) : DatabaseTest(database)
{
    private const string MakerLock = "mlops maker of slices of ml_predictions";

    private readonly TestLog _log = new();

    [Theory]
    [InlineData(MakerLock, 2081)]
    [InlineData("mlops slices of ml_predictions", 2083)]
    public async Task What_it_stops_comes_last_and_the_log_says_what_is_waited_for(string name, int year)
    {
        await using var reader = await HoldAsync(name);
        await using var context = CreateContext();
        var making = EnsureAsync(context, year, TimeSpan.FromMinutes(3));
        try
        {
            await Polling.UntilAsync(() => Task.FromResult(making.IsCompleted || Waits().Any()), "the log says that it waits");
            var holder = $"process {await PidOfAsync(reader)} of the login ";
            Assert.StartsWith(
                $"The slices of ml_predictions wait for the advisory lock '{name}', which {holder}", Assert.Single(Waits()),
                StringComparison.Ordinal);
            Assert.False(making.IsCompleted);
            Assert.True(await HasAsync($"ml_feature_store_{year}_01"));
            Assert.True(await HasAsync($"query_performance_logs_{year}_01"));
            Assert.False(await HasAsync($"ml_predictions_{year}_01"));
        }
        finally
        {
            await reader.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock(hashtext({name}))");
            await Task.WhenAny(making);
        }

        await making;
        Assert.True(await HasAsync($"ml_predictions_{year}_01"));
        Assert.Single(Waits());
    }

    [Fact]
    public async Task After_its_patience_the_maintenance_reports_that_lock_and_has_made_all_other_slices()
    {
        await using var reader = await HoldAsync(MakerLock);
        await using var context = CreateContext();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => EnsureAsync(context, 2085, TimeSpan.FromMilliseconds(100)));
        Assert.Equal(MlOpsError.Conflict, error.Error);
        Assert.StartsWith(
            $"No slice of ml_predictions is made: process {await PidOfAsync(reader)} of the login ", error.Message,
            StringComparison.Ordinal);
        Assert.Contains($"has had the advisory lock '{MakerLock}' for", error.Message, StringComparison.Ordinal);
        Assert.True(await HasAsync("ml_feature_store_2085_01"));
        Assert.True(await HasAsync("query_performance_logs_2085_01"));
        Assert.False(await HasAsync("ml_predictions_2085_01"));
    }

    private async Task<MlOpsDbContext> HoldAsync(string name)
    {
        var reader = Database.CreateReaderContext();
        await reader.Database.OpenConnectionAsync();
        await reader.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock(hashtext({name}))");
        return reader;
    }

    private static async Task<int> PidOfAsync(MlOpsDbContext context) =>
        (await context.Database.SqlQuery<int>($"SELECT pg_backend_pid() AS \"Value\"").ToListAsync()).Single();

    private static Task<IReadOnlyList<string>> EnsureAsync(MlOpsDbContext context, int year, TimeSpan patience)
    {
        var at = new DateTimeOffset(year, 1, 10, 0, 0, 0, TimeSpan.Zero);
        return new SliceMaintenance(context) { Patience = patience }.EnsureAsync(at, at);
    }

    private MlOpsDbContext CreateContext()
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.OwnerDataSource).UseLoggerFactory(LoggerFactory.Create(logging => logging.AddProvider(_log)));
        return RenamedRun.CreateContext(builder.Options);
    }

    private IEnumerable<string> Waits() =>
        _log.Of(LogLevel.Warning).Where(line => line.Contains("wait for the advisory lock", StringComparison.Ordinal));

    private Task<bool> HasAsync(string table) => Database.ScalarAsync<bool>($"SELECT to_regclass('{table}') IS NOT NULL");
}
