using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Sampling;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Sampling;

public class StatementStatisticsTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task An_extension_whose_library_is_not_loaded_and_one_that_may_not_be_read_are_found_without_an_error()
    {
        await using var context = Database.CreateOwnerContext();
        // Nothing of it stays in the database of other tests.
        await using var transaction = await context.Database.BeginTransactionAsync();
        Assert.Null(await StatementStatistics.FindAsync(context, default));

        await context.Database.ExecuteSqlAsync($"CREATE EXTENSION pg_stat_statements");
        var created = await StatementStatistics.FindAsync(context, default);
        Assert.Equal(new StatementStatistics(created!.Schema, IsLoaded: false, IsCurrent: true, IsReadable: true), created);

        await context.Database.ExecuteSqlAsync(
            $"REVOKE SELECT ON pg_stat_statements FROM PUBLIC; CREATE ROLE of_a_test; SET LOCAL ROLE of_a_test");
        Assert.False((await StatementStatistics.FindAsync(context, default))!.IsReadable);
    }

    [Theory]
    [InlineData(false, true, true, "CREATE EXTENSION pg_stat_statements")]
    [InlineData(true, false, true, "ALTER EXTENSION pg_stat_statements UPDATE")]
    [InlineData(true, true, false, "Grant it SELECT.")]
    public void A_problem_says_what_to_do(bool isLoaded, bool isCurrent, bool isReadable, string remedy)
    {
        var problem = StatementStatistics.FindProblem(new StatementStatistics("public", isLoaded, isCurrent, isReadable));
        Assert.EndsWith(remedy, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_problem_there_is_nothing_to_say() =>
        Assert.Null(StatementStatistics.FindProblem(new StatementStatistics("public", IsLoaded: true, IsCurrent: true, IsReadable: true)));
}
