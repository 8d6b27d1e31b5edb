using MlOps.Domain.Registry;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Docs;

public class RegistryTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Page = "docs/registry.md";

    [Theory, InlineData("register", 0), InlineData("promote", 1), InlineData("rollback", 2), InlineData("serving", 3)]
    [InlineData("compare", 4)]
    public void The_page_shows_the_samples_that_are_tested(string name, int place) =>
        Assert.Equal(Documents.Sample("RegistrySample.cs", name), Documents.CSharpOf(Page)[place]);

    [Fact]
    public async Task The_samples_register_promote_and_roll_back_and_SQL_finds_who_served()
    {
        await using var context = Database.CreateContext();
        var versions = new ModelVersionRepository(context);
        context.Add(Build.ModelVersion(await RegistrySample.RegisterAsync(context, Sample.Noon), "2"));
        await context.SaveChangesAsync();
        await versions.PromoteAsync("churn", "1", new StageChange("ann", "first", Sample.Noon));
        await RegistrySample.PromoteAsync(context, Sample.Noon.AddHours(12));

        Assert.Equal("2", (await RegistrySample.FindAsync(versions, Sample.Noon.AddDays(2)))?.Version);
        Assert.Equal(["2"], await Database.ColumnAsync(Documents.BlocksOf(Page, "sql")[0]));
        Assert.Equal(["1", "2"], await Database.ColumnAsync(Documents.BlocksOf(Page, "sql")[1]));
        Assert.Empty((await RegistrySample.CompareAsync(context, Sample.Noon)).Parts);
        Assert.Empty(await Database.ColumnAsync(Documents.BlocksOf(Page, "sql")[2]));
        Assert.Equal("1", (await RegistrySample.RollbackAsync(versions, Sample.Noon.AddDays(2))).Version);
    }

    [Fact]
    public async Task The_table_of_rollbacks_is_what_happens()
    {
        await using var context = Database.CreateContext();
        var model = Build.Model("churn");
        context.Add(model);
        context.AddRange(Enumerable.Range(1, 4).Select(number => Build.ModelVersion(model, $"{number}")));
        await context.SaveChangesAsync();
        var (versions, hours) = (new ModelVersionRepository(context), 0);
        foreach (var version in (string[])["1", "2", "3"])
            await PromoteAsync(version);

        Assert.Equal("2", await RollbackAsync());
        await PromoteAsync("4");
        Assert.Equal("2", await RollbackAsync());
        Assert.Equal("1", await RollbackAsync());

        StageChange Next() => new("ann", "next", Sample.Noon.AddHours(++hours));
        Task PromoteAsync(string version) => versions.PromoteAsync("churn", version, Next());
        async Task<string> RollbackAsync() => (await versions.RollbackAsync("churn", Next())).Version;
    }
}
