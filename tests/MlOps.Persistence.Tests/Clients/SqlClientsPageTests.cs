using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tests.Docs;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Clients;

/// <summary>What docs/sql-clients.md shows runs.</summary>
[StandardNames("They are about the names of old.")]
public class SqlClientsPageTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Page = "docs/sql-clients.md";

    [Fact]
    public async Task Its_SQL_runs_as_the_login_that_it_makes()
    {
        var login = string.Concat(Documents.BlocksOf(Page, "sql admin"));
        Assert.Contains($"'{Tenants.Default}'", login, StringComparison.Ordinal);
        Assert.Contains("search_path = mlops_clients, public;", login, StringComparison.Ordinal);
        Assert.Contains("IN ROLE mlops_app", login, StringComparison.Ordinal);

        await using var client = new PlainLogin(Database);
        foreach (var block in Documents.BlocksOf(Page, "sql client"))
            await client.RunAsync(block);

        Assert.Equal(3, await Database.CountAsync("ml_predictions"));
        Assert.Equal(1, await Database.CountAsync("code_roach_ml_predictions"));
        Assert.Equal(
            ["0.9 file 4"],
            await Database.ColumnAsync(
                "SELECT concat_ws(' ', actual_value, label_source, rating) " +
                "FROM ml_predictions p JOIN ml_feedback f ON prediction_id = p.id"));
        Assert.Equal(2, await Database.CountAsync("model_stage_transitions"));
    }

    [Theory, InlineData("python", "inserts.py"), InlineData("javascript", "inserts.mjs")]
    public void Its_programs_are_those_that_are_tested(string language, string file)
    {
        var program = Documents.TrimmedTextOf(ClientProgram.PathOf(file));
        foreach (var line in string.Join('\n', Documents.BlocksOf(Page, language)).Split('\n'))
            Assert.Contains(line, program, StringComparison.Ordinal);
    }
}
