using MlOps.Domain.Governance;
using MlOps.Persistence.Operations.Performance;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Operations;

public class SystemPerformanceTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Small_writes_are_timed_and_nothing_of_them_stays()
    {
        await using var context = Database.CreateContext();
        var findings = await SystemPerformance.MeasureAsync(context, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
        var writes = findings.Where(finding => finding.Check == "writes").ToDictionary(finding => finding.Subject);
        Assert.Matches(
            @"^To write one prediction takes [\d.]+ ms in the median of 20, and [\d.]+ ms at most\.$", writes["prediction"].Seen);
        Assert.Matches(@"^To commit takes [\d.]+ ms ", writes["commit"].Seen);
        Assert.Empty(context.ChangeTracker.Entries());
        Assert.Equal(0, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions"));
        Assert.Equal(
            ["writes", "writers", "statements", "cache", "unused indexes", "duplicate indexes", "vacuum"],
            findings.Select(finding => finding.Check).Distinct());
    }

    [Fact]
    public async Task What_a_login_may_not_do_is_a_finding_and_the_rest_is_measured()
    {
        await using var context = Database.CreateContextAs(MlOpsRoles.Reader);
        var findings = await SystemPerformance.MeasureAsync(context, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
        Assert.StartsWith(
            "It could not be measured: permission denied", findings.Single(finding => finding.Check == "writes").Seen,
            StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding.Check == "duplicate indexes" && finding.Advice is null);
    }

    [Fact]
    public async Task The_model_has_no_index_twice()
    {
        var finding = Assert.Single(await MeasureAsync(new DuplicateIndexes()));
        Assert.Equal("No index has the columns of another.", finding.Seen);
    }

    [Theory]
    [InlineData("CREATE INDEX twice ON ml_models (tenant_id, name)", true)]
    [InlineData("CREATE INDEX twice ON ml_predictions (tenant_id)", true)]
    [InlineData("CREATE INDEX twice ON ml_models (tenant_id, name) WHERE name = 'x'", false)]
    [InlineData("CREATE INDEX twice ON ml_models (tenant_id, name DESC)", false)]
    [InlineData("CREATE INDEX twice ON ml_models (tenant_id, lower(name))", false)]
    [InlineData("CREATE UNIQUE INDEX twice ON ml_predictions (tenant_id, id, created_at)", false)]
    [InlineData("CREATE INDEX twice ON ml_models USING hash (name)", false)]
    public async Task An_index_whose_columns_another_has_is_found_and_its_statement_drops_it(string create, bool isFound)
    {
        await Database.ExecuteAsync(create);
        try
        {
            var found = await MeasureAsync(new DuplicateIndexes());
            if (!isFound)
            {
                Assert.Null(Assert.Single(found).Advice);
                return;
            }

            Assert.Equal("twice", Assert.Single(found).Subject);
            await Database.ExecuteAsync(found[0].Statement!);
            Assert.Null(Assert.Single(await MeasureAsync(new DuplicateIndexes())).Advice);
        }
        finally
        {
            await Database.ExecuteAsync("DROP INDEX IF EXISTS twice");
        }
    }

    [Fact]
    public async Task An_unused_index_of_a_team_is_dropped_and_one_of_the_model_is_looked_at()
    {
        await Database.ExecuteAsync("CREATE INDEX \"Made by hand\" ON ml_models (description)");
        try
        {
            Assert.Null(Assert.Single(await MeasureAsync(new IndexUse())).Advice);
            var found = (await MeasureAsync(new IndexUse { LeastBytes = 0 })).ToDictionary(finding => finding.Subject);
            Assert.EndsWith("\"Made by hand\"", found["Made by hand"].Statement, StringComparison.Ordinal);
            Assert.StartsWith("DROP INDEX CONCURRENTLY ", found["Made by hand"].Statement, StringComparison.Ordinal);
            var ofModel = found.Values.First(finding => finding.Subject != "Made by hand");
            Assert.StartsWith("SELECT * FROM v_index_usage", ofModel.Statement, StringComparison.Ordinal);
            await Database.ExecuteAsync(ofModel.Statement!);
        }
        finally
        {
            await Database.ExecuteAsync("DROP INDEX \"Made by hand\"");
        }
    }

    [Fact]
    public async Task Dead_rows_and_missing_statistics_are_found_until_their_statements_ran()
    {
        await Database.ExecuteAsync("CREATE TABLE bloated (id int); INSERT INTO bloated SELECT generate_series(1, 100)");
        try
        {
            await Polling.UntilAsync(
                async () => await FindAsync() is { Seen: "The planner knows nothing of its 100 rows." }, "the rows are counted");
            await Database.ExecuteAsync((await FindAsync())!.Statement!);
            await Polling.UntilAsync(async () => await FindAsync() is null, "nothing is left to do");

            await Database.ExecuteAsync("UPDATE bloated SET id = id + 1");
            await Polling.UntilAsync(
                async () => await FindAsync() is { Seen: "It has 100 dead rows beside 100 live ones." }, "the dead rows are counted");
            Assert.StartsWith("VACUUM (ANALYZE) ", (await FindAsync())!.Statement, StringComparison.Ordinal);
            await Database.ExecuteAsync((await FindAsync())!.Statement!);
            await Polling.UntilAsync(async () => await FindAsync() is null, "nothing is left to do");
        }
        finally
        {
            await Database.ExecuteAsync("DROP TABLE bloated");
        }

        async Task<PerformanceFinding?> FindAsync() =>
            (await MeasureAsync(new VacuumState { LeastRows = 1 })).SingleOrDefault(finding => finding.Subject == "bloated");
    }

    [Fact]
    public async Task A_slow_writer_is_named_and_no_writer_of_another_tenant()
    {
        await StoreAsync(500, Guid.CreateVersion7());
        Assert.Null(Assert.Single(await MeasureAsync(new WriterTimes())).Advice);
        await StoreAsync(250);
        var found = Assert.Single(await MeasureAsync(new WriterTimes()));
        Assert.Equal("host-1:4711", found.Subject);
        Assert.StartsWith("The last batch took 250 ms.", found.Seen, StringComparison.Ordinal);
        await Database.ExecuteAsync(found.Statement!);
    }

    private async Task StoreAsync(int milliseconds, Guid? tenant = null)
    {
        var report = Build.WriterReport(at: DateTimeOffset.UtcNow);
        report.Renew(new WriterActivity { FlushLatency = TimeSpan.FromMilliseconds(milliseconds) }, DateTimeOffset.UtcNow);
        await using var context = Database.CreateContext(tenant);
        context.Add(report);
        await context.SaveChangesAsync();
    }

    private async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(IPerformancePart part)
    {
        await using var context = Database.CreateOwnerContext();
        return await part.MeasureAsync(context, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
    }
}
