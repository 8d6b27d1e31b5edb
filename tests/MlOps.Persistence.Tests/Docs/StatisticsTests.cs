using MlOps.Persistence.Tests.Statistics;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class StatisticsTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Page = "docs/statistics.md";

    [Fact]
    public async Task The_sql_of_the_page_runs_as_a_reader()
    {
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.FeatureSchema());
            await context.SaveChangesAsync();
        }

        var blocks = Documents.BlocksOf(Page, "sql");
        Assert.Equal(8, blocks.Count);
        await using var reader = Database.CreateReaderContext();
        foreach (var block in blocks)
            await reader.AskAsync(_ => true, block);
    }

    [Fact]
    public async Task The_page_names_each_column_of_an_answer()
    {
        var names = await Database.ColumnAsync(
            """
            SELECT DISTINCT name FROM pg_proc, unnest(proargnames, proargmodes) AS argument (name, mode)
            WHERE proname IN ('mlops_drift', 'mlops_drifts', 'mlops_profile', 'mlops_categories', 'mlops_performance') AND mode IN ('i', 't')
            """);
        var page = Documents.Read(Page);
        Assert.True(names.Count > 50);
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }
}
