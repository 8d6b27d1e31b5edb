using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class PerformanceTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Each_part_is_measured_and_each_advice_has_its_statement()
    {
        var result = await CommandInProcess.RunAsync("performance", "--json", "--connection", Database.OwnerConnectionString);
        Assert.True(result is { ExitCode: 0, Error: "" }, result.ToString());
        var findings = Manual.ParseJson("performance", result.Output);
        Assert.All(findings, found => Assert.NotEmpty(found.GetProperty("seen").GetString()!));
        Assert.All(findings, found => Assert.Equal(found.GetProperty("toDo").ValueKind, found.GetProperty("statement").ValueKind));
        // Test servers have it off.
        Assert.Contains(findings, found => found.GetProperty("statement").GetString() == "ALTER SYSTEM SET autovacuum = on");
    }

    [Fact]
    public async Task A_reader_sees_what_can_be_read()
    {
        var result = await CommandInProcess.RunAsync("performance", "--connection", Database.ConnectionStringAs(MlOpsRoles.Reader));
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("It could not be measured: permission denied", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("Pieces of advice: 1.\n", result.Error, StringComparison.Ordinal);
    }
}
