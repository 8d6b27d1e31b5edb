using MlOps.Testing;

namespace MlOps.Persistence.Tests.Renamed;

/// <summary>A run under other names has nothing else.</summary>
public sealed class RenamedRunTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task The_tables_of_the_database_have_the_names_of_this_run()
    {
        await using var context = Database.CreateContext();
        Assert.Equal(RenamedRun.IsOn, context is RenamedContext);
        Assert.Equal(RenamedRun.IsOn, Environment.GetEnvironmentVariable(RenamedRun.Variable) == "renamed");
        await using var command = Database.OwnerDataSource.CreateCommand(
            "SELECT count(*) FILTER (WHERE relname LIKE 'Lab %') > 50, count(*) FILTER (WHERE relname LIKE 'ml\\_models%') > 0 " +
            "FROM pg_class WHERE relkind IN ('r', 'p')");
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());
        Assert.Equal((RenamedRun.IsOn, !RenamedRun.IsOn), (reader.GetBoolean(0), reader.GetBoolean(1)));
    }
}
